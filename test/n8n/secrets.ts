/** The secret with which Kling signs callbacks in the tests, and a wrong one. */
export const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
export const otherSecret = `whsec_${Buffer.from('another one of thirty-two bytes!').toString('base64')}`;
