import { countMeasured } from '../../test/support/prometheus/count-measured';
import { TroupeError } from '../base/errors';
import type { Crm } from '../ports/crm';
import { steadyCrm } from './steady-crm';

it('counts every request to a CRM, retries too, by what came of it', async () => {
	const [requests, times] = [countMeasured('troupe_crm_requests_total'), countMeasured('troupe_crm_request_duration_seconds')];
	const answers = [new TroupeError({ code: 'CRM_UNREACHABLE', message: 'down', retryable: true }), []];
	const listChoices = () => {
		const answer = answers.shift()!;
		return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
	};
	const permit = { succeeded: () => undefined, failed: () => undefined, released: () => undefined };
	const crm = steadyCrm({ name: 'measured-crm', listChoices, companies: {}, people: {}, deals: {}, notes: {} } as unknown as Crm, {
		breaker: { enter: () => permit, freeAt: () => 0 } as never,
		...{ takePlace: () => Promise.resolve(), random: () => 0, now: () => 0, pause: () => Promise.resolve(true) },
	});
	await crm.listChoices(new AbortController().signal);
	const countOf = (outcome: string) => requests({ crm: 'measured-crm', outcome });
	expect([countOf('CRM_UNREACHABLE'), countOf('ok'), times({ crm: 'measured-crm' })]).toEqual([1, 1, 2]);
});
