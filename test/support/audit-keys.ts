import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../providers/compose/state/host-audit';

const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 3)));

/** Opens keys of the audit log for stores without a host. */
export const openTestAuditKeys = () => Promise.resolve(keys);
