import type { FastifyInstance } from 'fastify';
import { limitRates } from '../http/limits';
import { defaultServiceLimits, type ServiceLimits } from '../limits/service-limits';
import { describeRequest } from '../log/access-log';
import type { ReportFault } from '../log/fault-log';
import { answerProblems } from '../problems';
import type { AddressList } from './address-list';
import { refuseAddresses, refuseStrangers } from './refusals';

interface Protection {
	address: string;
	/** Default: any. */
	allowFrom?: AddressList;
	rateLimits?: Partial<ServiceLimits>;
	reportFault: ReportFault;
}

/** Adds fault answers, address lists and rate-limit counters to all parts of a service; returns the limits. */
export async function protectService(service: FastifyInstance, parts: Protection): Promise<ServiceLimits> {
	const limits = { ...defaultServiceLimits, ...parts.rateLimits };
	// For unknown routes and invalid tokens; the service's parts limit their own routes.
	await limitRates(service, limits, { name: 'none', max: limits.calls, global: false });
	answerProblems(service, (error, request) => parts.reportFault(error, describeRequest(request)));
	refuseStrangers(service, parts.address);
	if (parts.allowFrom) refuseAddresses(service, parts.allowFrom);
	return limits;
}
