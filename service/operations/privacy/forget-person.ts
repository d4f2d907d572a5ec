import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { type Language, languages } from '../../../core/base/text/languages';
import { places } from '../../../core/privacy/places';
import { open, string, time } from '../../../manifests/registry/api/answer-fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { awaitPlaces } from '../../privacy/await-places';
import { forgetPerson, type ForgettingHost } from '../../privacy/forget-person';
import { isOfNobody, type Receipt, receiptShape } from '../../privacy/forgetting-receipt';
import { find, scope } from '../contacts/contacts';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { findIfKnown } from './find-person';
import { ofOthers, operation, type OperationContext } from '../operation';

const acts = { complete: 'forgotten', incomplete: 'forgetting_begun', nobody: 'not_found', held: 'held' };
type Status = keyof typeof acts;

function statusOf(receipt: Receipt | undefined): Status {
	if (!receipt) return 'incomplete';
	return isOfNobody(receipt) ? 'nobody' : 'complete';
}

export const forgetPersonEverywhere = operation({
	act({ person }, answer) {
		const { status = 'complete', receipt } = (answer ?? {}) as { status?: Status; receipt?: Receipt | null };
		const action = `person.${acts[status]}`;
		return receipt ? { action, object: { kind: 'person', hash: receipt.subject } } : { action, person };
	},
	summary: 'Forget a person in all places that can be reached, and name those that cannot, with a receipt that names nobody',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/forget',
	scope,
	inBackground: 'repeatable',
	input: {
		body: closed({
			person: Type.String({
				description: 'The id of a contact, a name such as phone=+5544999999999, or the ID under which agents know the person.',
				minLength: 1,
				maxLength: 500,
			}),
			...optional({
				leaveUnreached: Type.Boolean({ description: 'Also where a place that could be reached later is away; nothing tries it again' }),
				language: Type.Enum([...languages]),
			}),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({
		status: Type.Enum(Object.keys(acts) as Status[], {
			description:
				'`incomplete`: a place is away. The person stays known until it is back; the next call, or the service, finishes it. `nobody`: nothing of the person was found, such as for a mistyped name. `held`: a legal hold keeps the person. Nothing was removed, or what `reached` names and processes, where the hold was added meanwhile: it goes on when the hold ends',
		}),
		hold: orNull(Type.Object({ id: string, until: orNull(time) })),
		timeZone,
		receipt: orNull(receiptShape),
		isRepeated: Type.Boolean({ description: 'It was done before: the receipt is that of then' }),
		reached: Type.Array(string, { description: 'Other systems that removed the person.' }),
		notReached: Type.Array(open(), { description: 'What is left in other systems and on other machines, and why.' }),
		protocols: Type.Array(string, { description: 'Requests for it, which are settled with that.' }),
		openRequests: Type.Array(string, {
			description: 'Other requests of the person that still wait for an answer; nothing says any more whose they are.',
		}),
		elsewhere: Type.Array(open(), { description: 'Places that nothing from here reaches, and until when they keep data.' }),
	}),
	async perform({ person, leaveUnreached, language = 'en' }, context: OperationContext<ForgettingHost>) {
		const { host, signal, by } = context;
		const { contacts } = await openChannels(host);
		const contact = await findIfKnown(() => find(contacts, host.tenant, person));
		const { hold, receipt, away, isRepeated, reached, notReached, protocols, openRequests } = await forgetPerson(
			{ person, contact, leaveUnreached, by },
			...([host, signal] as const),
		);
		if (!receipt && away) awaitPlaces(notReached, context);
		return {
			status: hold ? ('held' as const) : statusOf(receipt),
			hold: hold ? { id: hold.id, until: toIso(hold.until) } : null,
			timeZone: await readTimeZone(host),
			receipt: receipt && !isOfNobody(receipt) ? receipt : null,
			isRepeated,
			reached,
			notReached,
			protocols,
			openRequests,
			elsewhere: listUnreached(language),
		};
	},
});

export const listUnreached = (language: Language) =>
	places.flatMap(({ id, reach, words }) => (reach === 'all' ? [] : [{ id, ...words[language] }]));
