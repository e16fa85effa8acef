/**
 * A part of a subtitle's expression: the labels of what users have chosen in a field with options, as the editor shows
 * them.
 */
export function labelExpression(
  parameter: string,
  options: readonly { readonly name: string; readonly value: string }[],
): string {
  const labels = Object.fromEntries(options.map(({ name, value }) => [value, name]));
  const chosen = `[$parameter[${JSON.stringify(parameter)}]].flat()`;
  return `${chosen}.map((value) => (${JSON.stringify(labels)})[value] ?? value).join(", ")`;
}
