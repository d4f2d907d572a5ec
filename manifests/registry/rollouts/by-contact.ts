const prefix = 'by-contact.';

/**
 * True for a rollout by contact, not by instance. Its id says so: machines of earlier versions refuse a snapshot with a field that they do not know.
 * They choose by instance.
 */
export const isByContact = ({ id }: { id: string }): boolean => id.startsWith(prefix);

export const nameByContact = (id: string): string => (isByContact({ id }) ? id : `${prefix}${id}`);
