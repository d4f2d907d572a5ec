/** Returns WhatsApp's id of a person for an address: the id itself, or a phone number. */
export const toJid = (address: string): string => (address.includes('@') ? address : `${address.replace(/\D/g, '')}@s.whatsapp.net`);
