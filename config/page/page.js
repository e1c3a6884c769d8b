// What the page does beyond links: filters lists while one types, moves by keyboard, copies queries. Without it everything can be read.

const filter = document.getElementById('filter');
const rows = [...document.querySelectorAll('[data-row]')];
const inList = rows.filter((row) => row.closest('#rows'));
const chips = [...document.querySelectorAll('.chip')];
const count = document.getElementById('count');
const none = document.getElementById('none');
const unit = (count?.textContent ?? '').replace(/^\d+ /, '').replace(/s$/, '');
/** How high a row is, about: for the bodies out of sight. */
const ROW_PX = 66;
let texts;
let later;

/** Shows the rows that have all words, and all of the facets that are pressed. */
function apply() {
  texts ??= inList.map((row) => [row.textContent.toLowerCase(), ` ${row.dataset.f} `]);
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const facets = chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => ` ${chip.dataset.facet} `);
  let shown = 0;
  const inBody = new Map();
  for (const [at, [text, own]] of texts.entries()) {
    const fits = words.every((word) => text.includes(word)) && facets.every((facet) => own.includes(facet));
    if (fits) shown += 1;
    const { classList } = inList[at];
    if (classList.contains('off') === fits) classList.toggle('off', !fits);
    const body = inList[at].closest('tbody');
    if (body) inBody.set(body, (inBody.get(body) ?? 0) + (fits ? 1 : 0));
  }
  for (const [body, left] of inBody) {
    body.classList.toggle('off', left === 0);
    body.style.containIntrinsicBlockSize = `${left * ROW_PX}px`;
  }
  const all = texts.length;
  count.textContent = `${shown === all ? '' : `${shown} of `}${all} ${unit}${all === 1 ? '' : 's'}`;
  if (none) none.hidden = shown > 0;
  clearTimeout(later);
  later = setTimeout(remember, 300);
}

/** Keeps the filter in the address, so that it can be sent and gone back to. */
function remember() {
  const query = new URLSearchParams();
  if (filter.value) query.set('q', filter.value);
  for (const chip of chips) if (chip.ariaPressed === 'true') query.append('f', chip.dataset.facet);
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname);
}

if (filter) {
  const wanted = new URLSearchParams(location.search).getAll('f');
  for (const chip of chips) {
    if (wanted.includes(chip.dataset.facet)) chip.ariaPressed = 'true';
    chip.addEventListener('click', () => {
      chip.ariaPressed = String(chip.ariaPressed !== 'true');
      apply();
    });
  }
  // A facet without a button is a word like any other.
  const words = wanted.filter((facet) => !chips.some((chip) => chip.dataset.facet === facet));
  if (words.length > 0)
    filter.value = [filter.value, ...words.map((word) => word.replaceAll('-', ' '))].join(' ').trim();
  filter.addEventListener('input', apply);
  if (filter.value || wanted.length > 0) apply();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy);
    const selection = getSelection();
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    } catch {
      selection.selectAllChildren(text);
      button.textContent = 'Selected';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
}

const help = document.getElementById('help');
document.getElementById('help-open')?.addEventListener('click', () => help.showModal());
document.getElementById('help-close')?.addEventListener('click', () => help.close());

/** The first link of the next or previous row that is shown. */
function move(step) {
  const shown = rows.filter((row) => !row.classList.contains('off'));
  const at = shown.findIndex((row) => row.contains(document.activeElement));
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + step))];
  next?.querySelector('a')?.focus();
}

let goes = false;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.target === filter) {
    if (event.key === 'Escape') {
      filter.value = '';
      apply();
      filter.blur();
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      filter.blur();
      move(1);
    }
    return;
  }
  if (goes) {
    goes = false;
    document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`)?.click();
    return;
  }
  if (event.key === '/' && filter) {
    event.preventDefault();
    filter.select();
  } else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === 'g') goes = true;
  else if (event.key === '?') help?.showModal();
});
