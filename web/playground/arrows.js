// Many things in rows that the Tab key comes to once: from there arrows lead on.

/**
 * @param {HTMLElement} grid
 * @param {HTMLElement[][]} rows
 */
export function byArrows(grid, rows) {
  const all = rows.flat();
  all.forEach((one, nth) => (one.tabIndex = nth === 0 ? 0 : -1));
  grid.addEventListener("keydown", (event) => {
    const row = rows.findIndex((row) => row.some((one) => one === document.activeElement));
    const now = all.findIndex((one) => one === document.activeElement);
    if (now < 0) return;
    const next = {
      ArrowRight: all[now + 1],
      ArrowLeft: all[now - 1],
      ArrowDown: nearest(all[now], rows[row + 1]),
      ArrowUp: nearest(all[now], rows[row - 1]),
      Home: all[0],
      End: all[all.length - 1],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    all[now].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

/**
 * The one of a row that stands where this one begins.
 *
 * @param {HTMLElement} from
 * @param {HTMLElement[] | undefined} row
 */
function nearest(from, row) {
  return row?.findLast(({ offsetLeft }) => offsetLeft <= from.offsetLeft);
}
