/** Webhook that the desk calls. */
export const deskWebhook = 'desk';
