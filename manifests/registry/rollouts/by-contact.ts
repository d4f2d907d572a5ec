const prefix = 'by-contact.';

/** Encoded in the id: machines of earlier versions refuse unknown fields. They choose by instance. */
export const isByContact = ({ id }: { id: string }): boolean => id.startsWith(prefix);

export const nameByContact = (id: string): string => (isByContact({ id }) ? id : `${prefix}${id}`);
