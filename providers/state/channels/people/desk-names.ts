/** Begins the name of a message that a person wrote at the desk. */
export const ofDesk = 'words-from-desk ';
