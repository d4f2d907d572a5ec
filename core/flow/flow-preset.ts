/**
 * What happens to a call whose values are of somebody who may not decide. `off`: the rules alone decide. `ask`: a person is asked. `strict`: it is not
 * made, and a person is asked about each other call that changes something after a text of others.
 */
export const flowPresets = ['off', 'ask', 'strict'] as const;
export type FlowPreset = (typeof flowPresets)[number];

/** The kinds of origins that a rule can name. `own`: the model wrote it. */
export const originNames = ['trusted', 'untrusted', 'own'] as const;
export type OriginName = (typeof originNames)[number];
