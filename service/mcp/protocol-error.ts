import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { toCallerFault } from '../../core/base/caller-fault';
import { writeFault } from '../offered-agents/write-fault';

/** Translates what a method other than a call throws: the package would answer with the text of any error. */
export const toProtocolError =
	(reportFault: (error: unknown) => void) =>
	(error: unknown): never => {
		if (error instanceof ProtocolError) throw error;
		reportFault(error);
		const { InvalidParams, InternalError } = ProtocolErrorCode;
		throw new ProtocolError(toCallerFault(error).isWhole ? InvalidParams : InternalError, writeFault(error));
	};
