import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { CompileForm } from './mcp-server';
import type { McpSession } from './mcp-session';

/** A tool of a server, and how to reach it. */
export interface CalledTool {
	listed: ListedTool;
	/** The server's name. */
	server: string;
	effect: ToolEffect;
	session: McpSession;
	compileForm: CompileForm;
}
