import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { CompileForm } from './mcp-server';
import type { McpSession } from './mcp-session';

export interface CalledTool {
	listed: ListedTool;
	server: string;
	effect: ToolEffect;
	session: McpSession;
	compileForm: CompileForm;
}
