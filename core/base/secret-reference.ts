/** How a parameter names a secret of the worker: `${CRM_KEY}` is TROUPE_TOOL_SECRET_CRM_KEY. */
export const secretReference = /^\$\{[A-Z][A-Z0-9_]*\}$/;
