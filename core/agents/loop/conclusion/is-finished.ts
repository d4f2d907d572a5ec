/** Returns whether a text that was cut where it began to repeat itself ends a sentence or a line. Words that run in a circle end nowhere. */
export const isFinished = (text: string): boolean => /[.!?…:)\]"”»]\s*$/.test(text) || /\n/.test(text.trim());
