import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { openMessageReader } from '../../providers/documents/open-document-reader';
import { findRefusal } from '../offered-agents/find-refusal';
import { listOfferedAgents } from '../offered-agents/offered-agents';
import { OfferedRuns } from '../offered-agents/offered-runs';
import type { RunsAtWork } from '../offered-agents/runs-at-work';
import type { RunSlots } from '../offered-agents/run-slots';
import type { GuardFor } from '../access/ask-for-scope';
import type { AgentLog } from '../log/log-agents';
import type { ServiceParts } from '../service-parts';
import { agentRoutes } from './agent-routes';
import { answerRuns } from './answer-run';
import { CallerRuns } from './caller-runs';
import { DecidedRuns } from './decided-runs';
import { runRoutes } from './run-routes';
import { openStreams } from './run-streams';

interface ApiParts {
	parts: Pick<ServiceParts, 'host' | 'access' | 'offeredAgents'>;
	atWork: RunsAtWork;
	slots: RunSlots;
	logAgent: AgentLog;
	reportFault: (error: unknown, facts?: Record<string, unknown>) => void;
}

export function apiRoutes(app: FastifyInstance, { parts, atWork, slots, logAgent, reportFault }: ApiParts, guardFor: GuardFor): void {
	const { host, access, offeredAgents } = parts;
	const stopping = new AbortController();
	const reader = openMessageReader(host);
	const runs = new CallerRuns({ host, offered: new OfferedRuns(host, 'rest', logAgent, slots), atWork, reader, reportFault });
	const decided = new DecidedRuns({ host, slots, logAgent, reportFault });
	const streams = openStreams(access, (error) => reportFault(error));
	app.addHook('preClose', async () => {
		stopping.abort(new Error('The service stops.'));
		streams.close();
		await Promise.all([decided.close(), reader.close()]);
	});
	const { serve } = streams;
	const answer = answerRuns(runs, serve, stopping.signal);
	const reported = new Set<string>();
	/** Once: clients list agents every few seconds. */
	const reportRefusal = (error: unknown, agent: string, tenant: string) => {
		const refusal = JSON.stringify([tenant, agent, isTroupeError(error) && error.code]);
		if (!reported.has(refusal)) reportFault(error, { agent, tenant });
		reported.add(refusal);
	};
	const answerDecided = answerRuns(decided, serve, stopping.signal);
	agentRoutes(
		app,
		{
			agentsFor: ({ tenant }) => listOfferedAgents({ ...host, tenant }, offeredAgents),
			refusalOf: (agent, { tenant }) =>
				findRefusal(agent, { ...host, name: 'rest', tenant }, (error) => reportRefusal(error, agent, tenant)),
			...{ runs, answer, stop: stopping.signal },
		},
		guardFor,
	);
	runRoutes(app, { host, runs, answer, decided, answerDecided, serve, stop: stopping.signal }, guardFor);
}
