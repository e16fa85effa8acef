/** What Kling signs its callbacks with in the tests, and what it does not. */
export const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
export const otherSecret = `whsec_${Buffer.from('another one of thirty-two bytes!').toString('base64')}`;
