import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeKeySeal } from '../../../providers/compose/channels/open-key-seal';

const seal = composeKeySeal(createVaultKeys(Buffer.alloc(32, 5)));

/** Opens the keys that the conversations of tests are under. */
export const openTestKeySeal = () => Promise.resolve(seal);
