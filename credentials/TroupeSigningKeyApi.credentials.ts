import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** A person's private key, for publishing and approving inside n8n. The node tests it and never sends it. */
export class TroupeSigningKeyApi implements ICredentialType {
	name = 'troupeSigningKeyApi';
	displayName = 'Troupe Signing Key API';
	icon = { light: 'file:icons/signing-key.svg', dark: 'file:icons/signing-key.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-signing-key-api.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Anyone who can use this credential in a workflow can sign as the key’s owner. Do not share it, and never store an author’s key and an approver’s key in one n8n where the same person could use both.',
			name: 'risk',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: '-----BEGIN ENCRYPTED PRIVATE KEY-----',
			description: 'Full text of author.pem or approver.pem (PKCS#8), including its first and last lines',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Passphrase of the key, if it is encrypted. A passphrase that is not stored with the key protects better: see the documentation.',
		},
	];
}
