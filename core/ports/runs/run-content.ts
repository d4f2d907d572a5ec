/**
 * Texts that are stored of a run that has ended. `none`: steps with names, figures and times. `masked`: texts too, without personal data, keys and
 * passwords. `full`: everything, sealed with the key of the person or else of the conversation.
 */
export const runContents = ['none', 'masked', 'full'] as const;

export type RunContent = (typeof runContents)[number];
