/** Stands for `globalThis` in the bundles of the n8n package. */
export const privateGlobal = {};
