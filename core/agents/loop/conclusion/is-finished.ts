/** Returns whether a text cut at its first repetition ends a sentence or line. Circling words end nowhere. */
export const isFinished = (text: string): boolean => /[.!?…:)\]"”»]\s*$/.test(text) || /\n/.test(text.trim());
