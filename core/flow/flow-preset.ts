/**
 * What happens to a call whose values are of somebody who may not decide. `off`: the rules alone decide. `ask`: a person is asked. `strict`: it is not
 * made, and a person is asked about each other call that changes something after a text of others.
 */
export type FlowPreset = 'off' | 'ask' | 'strict';

/** The kinds of origins that a rule can name. `own`: the model wrote it. */
export type OriginName = 'trusted' | 'untrusted' | 'own';
