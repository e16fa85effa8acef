/** The text of an SDL file: jest and esbuild both hand it over as a string. */
declare module '*.graphql' {
  const text: string;
  export default text;
}
