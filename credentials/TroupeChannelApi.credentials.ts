import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import type { AccountShape } from '../providers/channels/accounts/account-shape';
import { channelAccounts } from '../providers/channels/accounts/accounts';

interface Described {
	title: string;
	description: string;
	anyOf?: Array<{ title: string; const: string }>;
	default?: string;
}

const accounts = Object.entries<AccountShape>(channelAccounts);
const providers = accounts
	.map(([value, { title, label = title }]) => ({ name: label, value }))
	.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));

function listFields(kind: 'settings' | 'secrets'): INodeProperties[] {
	const fields = accounts.flatMap(([provider, { [kind]: shape }]) =>
		Object.entries(shape.properties).map(([name, field]) => {
			const required = (shape.required as readonly string[] | undefined)?.includes(name) ?? false;
			return { provider, field: toField(name, field as unknown as Described, required, kind) };
		}),
	);
	const byForm = Map.groupBy(fields, ({ field }) => JSON.stringify(field));
	return [...byForm.values()].map((same) => ({
		...same[0]!.field,
		displayOptions: { show: { provider: same.map(({ provider }) => provider) } },
	}));
}

function toField(
	name: string,
	{ title, description, anyOf, default: initial = '' }: Described,
	required: boolean,
	kind: 'settings' | 'secrets',
): INodeProperties {
	return {
		displayName: title,
		name,
		type: anyOf ? 'options' : 'string',
		default: initial,
		required: required && !anyOf,
		...(anyOf && { options: anyOf.map((choice) => ({ name: choice.title, value: choice.const })) }),
		description: description[0]!.toUpperCase() + description.slice(1),
		...(kind === 'secrets' && { typeOptions: { password: true } }),
	};
}

export class TroupeChannelApi implements ICredentialType {
	name = 'troupeChannelApi';
	displayName = 'Troupe Channel API';
	icon = { light: 'file:icons/channel.svg', dark: 'file:icons/channel.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-channel-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Provider',
			name: 'provider',
			type: 'options',
			options: providers,
			default: 'whatsapp-cloud',
			description: 'Where your customers write',
		},
		...listFields('settings'),
		...listFields('secrets'),
	];
}
