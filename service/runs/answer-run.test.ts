import type { FastifyRequest } from 'fastify';
import { askerOf } from './answer-run';

it('lets a run outlive the token of a browser that began it, and of no program', () => {
	const grant = { caller: { tenant: 'default', subject: 'oidc:ada' }, renew: () => Promise.reject(new Error('The token has expired.')) };
	const ask = (signedIn: object | null) => askerOf({ grant, id: 'r-1', signedIn } as unknown as FastifyRequest).renew;
	expect([ask(null), ask({ token: 't', secret: 's' })]).toEqual([grant.renew, undefined]);
});
