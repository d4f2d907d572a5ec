/**
 * Action for a call with values of unauthorised writers. `off`: only rules decide. `ask`: a person decides. `strict`: refused, and a person decides
 * on each other changing call after a foreign text.
 */
export const flowPresets = ['off', 'ask', 'strict'] as const;
export type FlowPreset = (typeof flowPresets)[number];

/** `own`: the model wrote it. */
export const originNames = ['trusted', 'untrusted', 'own'] as const;
export type OriginName = (typeof originNames)[number];
