/** Raise when files are read differently: they are then read again. */
export const readerVersion = 4;
