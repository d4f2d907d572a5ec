import { compileToolSchema } from '../../core/tools/tool-schema';
import type { CompileForm } from '../../providers/tools/mcp/mcp-server';

/** As providers/compose passes it to a server. */
export const compileForm: CompileForm = (parameters) => compileToolSchema({ name: 'form', source: 'elicitation', parameters });
