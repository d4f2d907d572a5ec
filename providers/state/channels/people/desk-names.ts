export const ofDesk = 'words-from-desk ';
