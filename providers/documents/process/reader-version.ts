/** Rises when files are read in another way: they are then read again. */
export const readerVersion = 4;
