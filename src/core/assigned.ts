/**
 * `{ ...one, ...more }` for objects of which many thousands are kept. V8 gives what a spread has made a shape of its own, which takes as
 * much memory again as the object; what is assigned property by property shares its shape with its like.
 */
export function assigned<A extends object, B extends object>(one: A, more: B): A & B {
  return Object.assign({}, one, more);
}
