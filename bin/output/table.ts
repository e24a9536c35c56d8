/** Rows as columns that line up. The last column is not padded. `paint` may colour a padded cell. */
export function renderTable(
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = cell => cell,
): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map((row, at) =>
      row
        .map((cell, column) => {
          const last = column === row.length - 1;
          return paint(last ? cell : cell.padEnd(widths[column]!), at, column);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
