import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { toCallerFault } from '../../core/base/caller-fault';
import { writeFault } from '../offered-agents/write-fault';

/** Replaces an error of a method other than a call: the package would send any error's text. */
export const toProtocolError =
	(reportFault: (error: unknown) => void) =>
	(error: unknown): never => {
		if (error instanceof ProtocolError) throw error;
		reportFault(error);
		const { InvalidParams, InternalError } = ProtocolErrorCode;
		throw new ProtocolError(toCallerFault(error).isWhole ? InvalidParams : InternalError, writeFault(error));
	};
