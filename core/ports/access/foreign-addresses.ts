import type { CredentialData } from './credentials';
import { textField } from './oauth-tokens';

/** Marks data whose addresses a caller of a service wrote, not the operator. */
export const withForeignAddresses = (data: CredentialData): CredentialData => ({ ...data, addressesFrom: 'caller' });

/** Returns whether a caller or an MCP server wrote the addresses: they lead to private networks only if the operator allows it. */
export const hasForeignAddresses = (data: CredentialData): boolean =>
	data.addressesFrom === 'caller' || textField(data, 'mcpServer') !== '';
