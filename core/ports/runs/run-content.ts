/**
 * What is kept of the texts of a run that has ended. `none`: its steps with names, figures and times. `masked`: the texts too, without personal data,
 * keys and passwords. `full`: everything, sealed with the key of the person or, where nobody is known, of the conversation.
 */
export const runContents = ['none', 'masked', 'full'] as const;

export type RunContent = (typeof runContents)[number];
