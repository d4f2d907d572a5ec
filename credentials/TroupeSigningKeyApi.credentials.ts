import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** A person's private key, for publishing and approving inside n8n. Its node tests it; it is sent nowhere. */
export class TroupeSigningKeyApi implements ICredentialType {
	name = 'troupeSigningKeyApi';
	displayName = 'Troupe Signing Key API';
	icon = { light: 'file:../icons/credentials/signing-key.svg', dark: 'file:../icons/credentials/signing-key.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-signing-key-api.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Whoever may use this credential in a workflow signs in the name of the key’s owner. Share it with nobody, and never keep an author’s and an approver’s key in one n8n where one person could use both.',
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
			description: 'The whole text of author.pem or approver.pem (PKCS#8), with its first and last line',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of the key, where it is encrypted. One that nobody stores with the key protects better: see the documentation.',
		},
	];
}
