import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../service/http/request-of';
import { searchSubscriptions, type SubscriptionSummary } from '../../embedded/events/subscription-directory';
import { messageSubscriptions } from '../answers/work';
import { toDate, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { readPortions } from '../search/read-portions';
import { findFilterValue, searchPortions, searching } from '../search-request';

const searchable = [
	'messageSubscriptionKey',
	'processDefinitionId',
	'processDefinitionKey',
	'processDefinitionName',
	'processDefinitionVersion',
	'processInstanceKey',
	'elementId',
	'elementInstanceKey',
	oneOf('messageSubscriptionState', ['CORRELATED', 'CREATED', 'DELETED', 'MIGRATED']),
	oneOf('messageSubscriptionType', ['START_EVENT', 'PROCESS_EVENT']),
	date('lastUpdatedDate'),
	'messageName',
	'correlationKey',
	'tenantId',
] as const;

/** POST /message-subscriptions/search: present waits. */
export function messageSubscriptionRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/message-subscriptions/search',
		{
			schema: { summary: 'Search the open message subscriptions', 'x-answers': messageSubscriptions.search, ...searching },
		},
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'messageSubscriptionKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const subscriptions = readPortions(
				engineOf(request),
				(kernel, page) => searchSubscriptions(kernel, { ...query, ...page }).map(toSubscription),
				({ messageSubscriptionKey }) => messageSubscriptionKey,
			);
			return searchPortions(subscriptions, searchable, body);
		},
	);
}

function toSubscription(subscription: SubscriptionSummary) {
	return {
		messageSubscriptionKey: subscription.key,
		messageSubscriptionState: 'CREATED',
		messageSubscriptionType: 'PROCESS_EVENT',
		messageName: subscription.messageName,
		correlationKey: subscription.correlationKey,
		lastUpdatedDate: toDate(subscription.since),
		elementId: subscription.elementId,
		elementInstanceKey: subscription.elementInstanceKey,
		processInstanceKey: subscription.instanceKey,
		processDefinitionId: subscription.processId,
		processDefinitionKey: subscription.processDefinitionKey,
		processDefinitionName: subscription.processName,
		processDefinitionVersion: subscription.processVersion,
		toolProperties: {},
		tenantId: subscription.tenantId,
	};
}
