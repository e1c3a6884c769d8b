import { describe } from 'vitest';
import { itGives } from '../support.ts';

describe('arrays and bags', () => {
  itGives({
    'array-length-function': [
      ['array_length(dynamic([1, 2, 3, "four"]))', 4],
      ['array_length(dynamic({"a": [1]}).a)', 1],
      ['array_length(parse_json("{}"))', null],
    ],
    'array-concat-function': [['array_concat(dynamic([1]), dynamic([2, 3]))', [1, 2, 3]]],
    'array-slice-function': [
      ['array_slice(dynamic([1, 2, 3]), 1, 2)', [2, 3]],
      ['array_slice(dynamic([1, 2, 3, 4, 5]), 2, -1)', [3, 4, 5]],
      ['array_slice(dynamic([1, 2, 3, 4, 5]), -3, -2)', [3, 4]],
    ],
    'array-index-of-function': [
      ['array_index_of(dynamic(["this", "is", "an", "is"]), "is")', 1],
      ['array_index_of(dynamic(["this", "is", "an", "is"]), "is", 2)', 3],
      ['array_index_of(dynamic([1, 2]), 3)', -1],
    ],
    'array-sort-asc-function': [
      ['array_sort_asc(dynamic([null, "d", "a", "c", "c"]))', ['a', 'c', 'c', 'd', null]],
      ['array_sort_desc(dynamic([3, 10, 2]))', [10, 3, 2]],
    ],
    'array-sum-function': [['array_sum(dynamic([1, 2, 3, 4]))', 10]],
    'array-reverse-function': [['array_reverse(dynamic(["this", "is"]))', ['is', 'this']]],
    'array-rotate-left-function': [
      ['array_rotate_left(dynamic([1, 2, 3, 4, 5]), 2)', [3, 4, 5, 1, 2]],
      ['array_rotate_left(dynamic([1, 2, 3, 4, 5]), -2)', [4, 5, 1, 2, 3]],
      ['array_rotate_right(dynamic([1, 2, 3, 4, 5]), 2)', [4, 5, 1, 2, 3]],
    ],
    'array-shift-left-function': [
      ['array_shift_left(dynamic([1, 2, 3, 4, 5]), 2)', [3, 4, 5, null, null]],
      ['array_shift_left(dynamic([1, 2, 3, 4, 5]), -2, -1)', [-1, -1, 1, 2, 3]],
      ['array_shift_right(dynamic([1, 2, 3, 4, 5]), 2)', [null, null, 1, 2, 3]],
    ],
    'array-split-function': [['array_split(dynamic([1, 2, 3]), 1)', [[1], [2, 3]]]],
    'array-iff-function': [
      ['array_iff(dynamic([true, false, true]), dynamic([1, 2, 3]), dynamic([4, 5, 6]))', [1, 5, 3]],
    ],
    'set-union-function': [
      ['set_union(dynamic([1, 2, 2]), dynamic([2, 3]))', [1, 2, 3]],
      ['set_intersect(dynamic([1, 2, 3]), dynamic([3, 2, 9]))', [2, 3]],
      ['set_difference(dynamic([1, 2, 3]), dynamic([2]), dynamic([3]))', [1]],
    ],
    'set-has-element-function': [
      ['set_has_element(dynamic(["this", "is"]), "is")', true],
      ['set_has_element(dynamic([1, 2]), 3)', false],
    ],
    'bag-keys-function': [
      ['bag_keys(dynamic({"a": "b", "c": 123}))', ['a', 'c']],
      ['bag_keys(dynamic({"2": 1, "1": 2}))', ['2', '1']],
      ['bag_has_key(dynamic({"a": 1}), "a")', true],
    ],
    'bag-merge-function': [
      ['bag_merge(dynamic({"A1": 12, "B1": 2}), dynamic({"A1": 9, "B2": 8}))', { A1: 12, B1: 2, B2: 8 }],
    ],
    'bag-remove-keys-function': [['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }]],
    'bag-pack-function': [
      ['bag_pack("a", 1, "b", "x", "c", datetime(2020-01-01))', { a: 1, b: 'x', c: '2020-01-01T00:00:00.0000000Z' }],
      ['tostring(pack("r", 1.0))', '{"r":1.0}'],
    ],
    'pack-array-function': [['pack_array(1, "x", 2.5, dynamic([1]))', [1, 'x', 2.5, [1]]]],
    'zip-function': [
      [
        'zip(dynamic([1, 3, 5]), dynamic([2, 4]))',
        [
          [1, 2],
          [3, 4],
          [5, null],
        ],
      ],
    ],
    'range-function': [
      ['range(1, 8, 3)', [1, 4, 7]],
      ['range(0, 4)', [0, 1, 2, 3, 4]],
      [
        'range(datetime(2020-01-01), datetime(2020-01-02), 1d)',
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z'],
      ],
    ],
    'scalar-data-types/dynamic': [
      ['dynamic({"a": {"b": [1, 2]}}).a.b[0]', 1],
      ["dynamic({'x y': 1})['x y']", 1],
      ['isnull(dynamic([1])[5])', true],
      ['isnull(dynamic("text").a)', true],
    ],
  });
});
