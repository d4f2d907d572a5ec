import type { FastifyInstance } from 'fastify';
import { limitRates } from '../http/limits';
import { defaultServiceLimits, type ServiceLimits } from '../limits/service-limits';
import { describeRequest } from '../log/access-log';
import type { ReportFault } from '../log/fault-log';
import { answerProblems } from '../problems';
import type { AddressList } from './address-list';
import { refuseAddresses, refuseStrangers } from './refusals';

interface Protection {
	/** The address that the service binds to. */
	address: string;
	/** Addresses that requests are accepted from. Default: any. */
	allowFrom?: AddressList;
	rateLimits?: Partial<ServiceLimits>;
	reportFault: ReportFault;
}

/** Adds what holds for every part of a service: answers to faults, lists of addresses, and counts for its rate limits, which are returned. */
export async function protectService(service: FastifyInstance, parts: Protection): Promise<ServiceLimits> {
	const limits = { ...defaultServiceLimits, ...parts.rateLimits };
	// For unknown routes, and to count callers with an invalid token; the parts of the service limit their own routes.
	await limitRates(service, limits, { name: 'none', max: limits.calls, global: false });
	answerProblems(service, (error, request) => parts.reportFault(error, describeRequest(request)));
	refuseStrangers(service, parts.address);
	if (parts.allowFrom) refuseAddresses(service, parts.allowFrom);
	return limits;
}
