/** Makes `import sdl from './x.graphql'` give the file's text, as the build does. */
export default {
  process: (text) => ({ code: `export default ${JSON.stringify(text)};` }),
};
