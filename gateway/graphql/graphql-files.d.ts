/** The text of an SDL file, as jest and esbuild both import it. */
declare module '*.graphql' {
  const text: string;
  export default text;
}
