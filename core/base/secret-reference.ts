/** How a parameter names a secret of the worker: `${NAME}` is the setting of that name with toolSecretPrefix. */
export const secretReference = /^\$\{[A-Z][A-Z0-9_]*\}$/;
