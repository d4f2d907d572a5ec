/** The name of the webhook that the desk calls. */
export const deskWebhook = 'desk';
