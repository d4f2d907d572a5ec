import * as Type from 'typebox/type';
import { isTroupeError } from '../../../core/base/errors';
import { closed, optional, orNull } from '../../../core/base/shape';
import { type Language, languages } from '../../../core/base/text/languages';
import type { Contact } from '../../../core/ports/channels/contacts';
import { places } from '../../../core/privacy/places';
import { stayWords } from '../../../core/privacy/register-words';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { countInN8n } from '../../privacy/forget-executions';
import { countRows, namePerson, type PersonPlace } from '../../privacy/name-person';
import { findStayReason, registeredTables } from '../../privacy/register';
import { find, scope } from '../contacts/contacts';
import { operation, type OperationContext } from '../operation';

export const findPerson = operation({
	summary: 'Count what is stored of a person, by table, and name the places that cannot be searched',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/find',
	scope,
	maxAtOnce: 2,
	input: {
		body: closed({
			person: Type.String({
				description: 'The id of a contact, a name such as phone=+5544999999999, or the ID under which agents know the person.',
				minLength: 1,
				maxLength: 500,
			}),
			...optional({ language: Type.Enum([...languages]) }),
		}),
	},
	output: Type.Object({
		contact: orNull(string),
		stored: Type.Array(Type.Object({ store: string, table: string, rows: integer, stays: orNull(string) })),
		executions: Type.Integer({ description: 'Executions of n8n about the person, as far as a node of Troupe knew whom it worked for.' }),
		notSearched: Type.Array(open(), { description: 'Stores whose tables do not say whose a row is, and why.' }),
		elsewhere: Type.Array(open(), { description: 'Files and systems of others, and whether forgetting a contact reaches them.' }),
	}),
	async perform({ person, language = 'en' }, { host, signal }: OperationContext<PersonPlace>) {
		const { contacts } = await openChannels(host);
		const contact = await findIfKnown(() => find(contacts, host.tenant, person));
		const whom = await namePerson(person, contact, host);
		const stored = await countRows(person, whom, host, signal);
		return {
			contact: contact?.id ?? null,
			stored: stored.map((one) => {
				const stays = findStayReason(one);
				return { ...one, stays: stays === undefined ? null : stayWords[stays][language] };
			}),
			executions: await countInN8n(whom, host),
			notSearched: listNotSearched(language),
			elsewhere: places.map(({ id, reach, words }) => ({ id, reach, ...words[language] })),
		};
	},
});

export async function findIfKnown(look: () => Promise<Contact>): Promise<Contact | undefined> {
	try {
		return await look();
	} catch (fault) {
		if (isTroupeError(fault) && fault.code === 'RESOURCE_NOT_FOUND') return undefined;
		throw fault;
	}
}

function listNotSearched(language: Language) {
	const unnamed = registeredTables.filter(({ data }) => data.whose === undefined && data.stays !== undefined);
	return [...Map.groupBy(unnamed, ({ store, subject }) => `${store} ${subject}`)].map(([id, tables]) => ({
		id,
		tables: tables.map(({ name }) => name),
		why: [...new Set(tables.map(({ data }) => stayWords[data.stays!][language]))].join(' '),
	}));
}
