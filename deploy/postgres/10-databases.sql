-- Runs once, when the database is new: a role and a database for n8n and for Troupe each. Neither role is a superuser or
-- gets around row-level security, and neither reaches the database of the other.
\getenv n8n_password N8N_POSTGRES_PASSWORD
\getenv troupe_password TROUPE_POSTGRES_PASSWORD
CREATE ROLE n8n LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'n8n_password';
CREATE ROLE troupe LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'troupe_password';
CREATE DATABASE n8n OWNER n8n;
CREATE DATABASE troupe OWNER troupe;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, n8n, troupe FROM PUBLIC;
\connect troupe
CREATE EXTENSION vector;
