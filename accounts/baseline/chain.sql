-- PostgreSQL 18
-- Written by python -m tests.baseline from the migrations.

CREATE FUNCTION schema_of_the_chain._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_0527c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_0620a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_08087() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_0abd6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_2c375() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_3a962() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_48cf2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_4f916() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_57f04() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_5bd52() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_7c627() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_7e60b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_87f6d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_93239() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_94628() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_99fab() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_9e15c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_a03bc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_a0dbb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_a5da5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_aa36d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_aff85() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_b333b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_c913b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_d896c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_dfcb7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_e63b0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_f4683() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_append_only_fe748() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_03e4b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierassignmentevent" ("cashier_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (OLD."cashier_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."since", OLD."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_0a5e1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_recorderevent" ("clock_error_ms", "clock_offset_ms", "driver", "firmware", "id", "is_active", "is_draft", "model_name", "name", "options", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "retired_at", "serial", "since", "slots", "store_id", "time_base") VALUES (OLD."clock_error_ms", OLD."clock_offset_ms", OLD."driver", OLD."firmware", OLD."id", OLD."is_active", OLD."is_draft", OLD."model_name", OLD."name", OLD."options", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."replaces_id", OLD."retired_at", OLD."serial", OLD."since", OLD."slots", OLD."store_id", OLD."time_base"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_17b45() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_savedsearchevent" ("address", "created_at", "id", "is_shared", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "user_name") VALUES (OLD."address", OLD."created_at", OLD."id", OLD."is_shared", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."user_id", OLD."user_name"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_1f031() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_summaryscheduleevent" ("at", "by_text", "changed_at", "changed_by_id", "days", "id", "is_on", "kind", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "says_quiet", "store_id", "timezone") VALUES (OLD."at", OLD."by_text", OLD."changed_at", OLD."changed_by_id", OLD."days", OLD."id", OLD."is_on", OLD."kind", OLD."parts", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."roles", OLD."says_quiet", OLD."store_id", OLD."timezone"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_390e8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_sourceevent" ("created_at", "every_minutes", "id", "is_active", "is_live", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "silent_after_minutes", "store_id", "times") VALUES (OLD."created_at", OLD."every_minutes", OLD."id", OLD."is_active", OLD."is_live", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."settings", OLD."silent_after_minutes", OLD."store_id", OLD."times"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_52a2a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_ruleevent" ("changed_at", "changed_by_id", "code", "cooldown_minutes", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_classes", "schedule", "severity", "silent_until", "snoozed_until", "state", "stores", "text", "version", "why") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."cooldown_minutes", OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."register_classes", OLD."schedule", OLD."severity", OLD."silent_until", OLD."snoozed_until", OLD."state", OLD."stores", OLD."text", OLD."version", OLD."why"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5320f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registercameraevent" ("camera_id", "event_types", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id", "role", "since", "until") VALUES (OLD."camera_id", OLD."event_types", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."register_id", OLD."role", OLD."since", OLD."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5c737() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registerevent" ("clock_offset_ms", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_class", "store_id") VALUES (OLD."clock_offset_ms", OLD."code", OLD."id", OLD."label", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."register_class", OLD."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5ed2e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_optoutevent" ("at", "channel", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."at", OLD."channel", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_61736() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeaccessevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id", "user_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."store_id", OLD."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_6df18() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierevent" ("code", "id", "is_person", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id") VALUES (OLD."code", OLD."id", OLD."is_person", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_9fe8e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cameraevent" ("channel", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorder_id", "still_at", "still_key", "sub_channel", "zones") VALUES (OLD."channel", OLD."id", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."recorder_id", OLD."still_at", OLD."still_key", OLD."sub_channel", OLD."zones"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b187c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_phoneevent" ("code_sent_at", "consent", "consent_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stopped_at", "user_id", "verified_at") VALUES (OLD."code_sent_at", OLD."consent", OLD."consent_at", OLD."id", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."stopped_at", OLD."user_id", OLD."verified_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b25a4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeevent" ("closes_at", "code", "confirmed", "created_at", "daily_clip_mb", "department_roles", "id", "is_active", "name", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_classes", "timezone", "totals_formula", "uplink_mbit") VALUES (OLD."closes_at", OLD."code", OLD."confirmed", OLD."created_at", OLD."daily_clip_mb", OLD."department_roles", OLD."id", OLD."is_active", OLD."name", OLD."opens_at", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."tender_classes", OLD."timezone", OLD."totals_formula", OLD."uplink_mbit"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b78be() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_retentionevent" ("id", "original_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playback_days", "status") VALUES (OLD."id", OLD."original_days", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."playback_days", OLD."status"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_bf92c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_webhookevent" ("created_at", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_until", "url") VALUES (OLD."created_at", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."previous_until", OLD."url"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_cb880() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_routeevent" ("approved_at", "approved_by", "asked_at", "id", "is_active", "network", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proxy", "store_id") VALUES (OLD."approved_at", OLD."approved_by", OLD."asked_at", OLD."id", OLD."is_active", OLD."network", OLD."note", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."proxy", OLD."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_e71d3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_holdevent" ("clip_id", "id", "lifted_at", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "transaction_id") VALUES (OLD."clip_id", OLD."id", OLD."lifted_at", OLD."lifted_by_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."placed_at", OLD."placed_by_id", OLD."reason", OLD."transaction_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_f18c1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_subscriptionevent" ("after_minutes", "changed_at", "channel", "days", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rules", "severity", "since", "stores", "until", "urgent_always", "user_id", "webhook_id") VALUES (OLD."after_minutes", OLD."changed_at", OLD."channel", OLD."days", OLD."id", OLD."is_active", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."role", OLD."rules", OLD."severity", OLD."since", OLD."stores", OLD."until", OLD."urgent_always", OLD."user_id", OLD."webhook_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_f4a10() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_personevent" ("id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_03bb7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_signingkeyevent" ("fingerprint", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public", "retired_at") VALUES (NEW."fingerprint", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."public", NEW."retired_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_04944() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierassignmentevent" ("cashier_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (NEW."cashier_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."since", NEW."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_06938() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_personevent" ("id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_11158() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_optoutevent" ("at", "channel", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."at", NEW."channel", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_15272() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_routeevent" ("approved_at", "approved_by", "asked_at", "id", "is_active", "network", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proxy", "store_id") VALUES (NEW."approved_at", NEW."approved_by", NEW."asked_at", NEW."id", NEW."is_active", NEW."network", NEW."note", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."proxy", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_1800d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registerevent" ("clock_offset_ms", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_class", "store_id") VALUES (NEW."clock_offset_ms", NEW."code", NEW."id", NEW."label", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."register_class", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_1ebf2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_shareevent" ("expires_at", "holds_package", "id", "made_at", "made_by_id", "organisation", "package_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "revoked_at", "revoked_by_id") VALUES (NEW."expires_at", NEW."holds_package", NEW."id", NEW."made_at", NEW."made_by_id", NEW."organisation", NEW."package_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."recipient", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_2657b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_ruleevent" ("changed_at", "changed_by_id", "code", "cooldown_minutes", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_classes", "schedule", "severity", "silent_until", "snoozed_until", "state", "stores", "text", "version", "why") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."cooldown_minutes", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."register_classes", NEW."schedule", NEW."severity", NEW."silent_until", NEW."snoozed_until", NEW."state", NEW."stores", NEW."text", NEW."version", NEW."why"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_2de84() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_phoneevent" ("code_sent_at", "consent", "consent_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stopped_at", "user_id", "verified_at") VALUES (NEW."code_sent_at", NEW."consent", NEW."consent_at", NEW."id", NEW."number", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."stopped_at", NEW."user_id", NEW."verified_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_3c6f7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_summaryscheduleevent" ("at", "by_text", "changed_at", "changed_by_id", "days", "id", "is_on", "kind", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "says_quiet", "store_id", "timezone") VALUES (NEW."at", NEW."by_text", NEW."changed_at", NEW."changed_by_id", NEW."days", NEW."id", NEW."is_on", NEW."kind", NEW."parts", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."roles", NEW."says_quiet", NEW."store_id", NEW."timezone"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_4a391() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registercameraevent" ("camera_id", "event_types", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id", "role", "since", "until") VALUES (NEW."camera_id", NEW."event_types", NEW."id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."position", NEW."register_id", NEW."role", NEW."since", NEW."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_67f2c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierevent" ("code", "id", "is_person", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id") VALUES (NEW."code", NEW."id", NEW."is_person", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_7ae3e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_subscriptionevent" ("after_minutes", "changed_at", "channel", "days", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rules", "severity", "since", "stores", "until", "urgent_always", "user_id", "webhook_id") VALUES (NEW."after_minutes", NEW."changed_at", NEW."channel", NEW."days", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."role", NEW."rules", NEW."severity", NEW."since", NEW."stores", NEW."until", NEW."urgent_always", NEW."user_id", NEW."webhook_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_8205b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_tokenevent" ("expires_at", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scope", "store_id") VALUES (NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."prefix", NEW."revoked_at", NEW."scope", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_90f6b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cameraevent" ("channel", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorder_id", "still_at", "still_key", "sub_channel", "zones") VALUES (NEW."channel", NEW."id", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."recorder_id", NEW."still_at", NEW."still_key", NEW."sub_channel", NEW."zones"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_99db6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_savedsearchevent" ("address", "created_at", "id", "is_shared", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "user_name") VALUES (NEW."address", NEW."created_at", NEW."id", NEW."is_shared", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."user_id", NEW."user_name"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_a985f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_recorderevent" ("clock_error_ms", "clock_offset_ms", "driver", "firmware", "id", "is_active", "is_draft", "model_name", "name", "options", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "retired_at", "serial", "since", "slots", "store_id", "time_base") VALUES (NEW."clock_error_ms", NEW."clock_offset_ms", NEW."driver", NEW."firmware", NEW."id", NEW."is_active", NEW."is_draft", NEW."model_name", NEW."name", NEW."options", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."replaces_id", NEW."retired_at", NEW."serial", NEW."since", NEW."slots", NEW."store_id", NEW."time_base"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_ad893() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_holdevent" ("clip_id", "id", "lifted_at", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "transaction_id") VALUES (NEW."clip_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."placed_at", NEW."placed_by_id", NEW."reason", NEW."transaction_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_b13b8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_retentionevent" ("id", "original_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playback_days", "status") VALUES (NEW."id", NEW."original_days", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."playback_days", NEW."status"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_c563f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeaccessevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."store_id", NEW."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_ce792() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_sourceevent" ("created_at", "every_minutes", "id", "is_active", "is_live", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "silent_after_minutes", "store_id", "times") VALUES (NEW."created_at", NEW."every_minutes", NEW."id", NEW."is_active", NEW."is_live", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."settings", NEW."silent_after_minutes", NEW."store_id", NEW."times"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_d3210() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeevent" ("closes_at", "code", "confirmed", "created_at", "daily_clip_mb", "department_roles", "id", "is_active", "name", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_classes", "timezone", "totals_formula", "uplink_mbit") VALUES (NEW."closes_at", NEW."code", NEW."confirmed", NEW."created_at", NEW."daily_clip_mb", NEW."department_roles", NEW."id", NEW."is_active", NEW."name", NEW."opens_at", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."tender_classes", NEW."timezone", NEW."totals_formula", NEW."uplink_mbit"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_e5b75() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_webhookevent" ("created_at", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_until", "url") VALUES (NEW."created_at", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."previous_until", NEW."url"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_0f844() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_recorderevent" ("clock_error_ms", "clock_offset_ms", "driver", "firmware", "id", "is_active", "is_draft", "model_name", "name", "options", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "retired_at", "serial", "since", "slots", "store_id", "time_base") VALUES (NEW."clock_error_ms", NEW."clock_offset_ms", NEW."driver", NEW."firmware", NEW."id", NEW."is_active", NEW."is_draft", NEW."model_name", NEW."name", NEW."options", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."replaces_id", NEW."retired_at", NEW."serial", NEW."since", NEW."slots", NEW."store_id", NEW."time_base"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_11cd7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_subscriptionevent" ("after_minutes", "changed_at", "channel", "days", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rules", "severity", "since", "stores", "until", "urgent_always", "user_id", "webhook_id") VALUES (NEW."after_minutes", NEW."changed_at", NEW."channel", NEW."days", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."role", NEW."rules", NEW."severity", NEW."since", NEW."stores", NEW."until", NEW."urgent_always", NEW."user_id", NEW."webhook_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_33119() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_tokenevent" ("expires_at", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scope", "store_id") VALUES (NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."prefix", NEW."revoked_at", NEW."scope", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_33f7b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeevent" ("closes_at", "code", "confirmed", "created_at", "daily_clip_mb", "department_roles", "id", "is_active", "name", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tender_classes", "timezone", "totals_formula", "uplink_mbit") VALUES (NEW."closes_at", NEW."code", NEW."confirmed", NEW."created_at", NEW."daily_clip_mb", NEW."department_roles", NEW."id", NEW."is_active", NEW."name", NEW."opens_at", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."tender_classes", NEW."timezone", NEW."totals_formula", NEW."uplink_mbit"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_3cd3a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_ruleevent" ("changed_at", "changed_by_id", "code", "cooldown_minutes", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_classes", "schedule", "severity", "silent_until", "snoozed_until", "state", "stores", "text", "version", "why") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."cooldown_minutes", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."register_classes", NEW."schedule", NEW."severity", NEW."silent_until", NEW."snoozed_until", NEW."state", NEW."stores", NEW."text", NEW."version", NEW."why"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_45d1d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_retentionevent" ("id", "original_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "playback_days", "status") VALUES (NEW."id", NEW."original_days", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."playback_days", NEW."status"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_47545() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_savedsearchevent" ("address", "created_at", "id", "is_shared", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "user_name") VALUES (NEW."address", NEW."created_at", NEW."id", NEW."is_shared", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."user_id", NEW."user_name"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_5bbb0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierassignmentevent" ("cashier_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (NEW."cashier_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."since", NEW."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_5db73() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cameraevent" ("channel", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorder_id", "still_at", "still_key", "sub_channel", "zones") VALUES (NEW."channel", NEW."id", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."recorder_id", NEW."still_at", NEW."still_key", NEW."sub_channel", NEW."zones"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_6b3e8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_phoneevent" ("code_sent_at", "consent", "consent_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stopped_at", "user_id", "verified_at") VALUES (NEW."code_sent_at", NEW."consent", NEW."consent_at", NEW."id", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."stopped_at", NEW."user_id", NEW."verified_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_7bd49() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_routeevent" ("approved_at", "approved_by", "asked_at", "id", "is_active", "network", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proxy", "store_id") VALUES (NEW."approved_at", NEW."approved_by", NEW."asked_at", NEW."id", NEW."is_active", NEW."network", NEW."note", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."proxy", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_7d98e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "transactions_reviewevent" ("assignee_id", "decided_at", "decided_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "version") VALUES (NEW."assignee_id", NEW."decided_at", NEW."decided_by_id", _pgh_attach_context(), NOW(), 'update', NEW."transaction_id", NEW."status", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_89b37() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registercameraevent" ("camera_id", "event_types", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id", "role", "since", "until") VALUES (NEW."camera_id", NEW."event_types", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."register_id", NEW."role", NEW."since", NEW."until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_9411a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_cashierevent" ("code", "id", "is_person", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id") VALUES (NEW."code", NEW."id", NEW."is_person", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_a1a7d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_signingkeyevent" ("fingerprint", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public", "retired_at") VALUES (NEW."fingerprint", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."public", NEW."retired_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_a8965() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "clips_holdevent" ("clip_id", "id", "lifted_at", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "transaction_id") VALUES (NEW."clip_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."placed_at", NEW."placed_by_id", NEW."reason", NEW."transaction_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_b1ac7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_webhookevent" ("created_at", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_until", "url") VALUES (NEW."created_at", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."previous_until", NEW."url"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_b3b65() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_registerevent" ("clock_offset_ms", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register_class", "store_id") VALUES (NEW."clock_offset_ms", NEW."code", NEW."id", NEW."label", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."register_class", NEW."store_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_c9f08() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "review_shareevent" ("expires_at", "holds_package", "id", "made_at", "made_by_id", "organisation", "package_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "revoked_at", "revoked_by_id") VALUES (NEW."expires_at", NEW."holds_package", NEW."id", NEW."made_at", NEW."made_by_id", NEW."organisation", NEW."package_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."recipient", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_e6dcb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_sourceevent" ("created_at", "every_minutes", "id", "is_active", "is_live", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "silent_after_minutes", "store_id", "times") VALUES (NEW."created_at", NEW."every_minutes", NEW."id", NEW."is_active", NEW."is_live", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."settings", NEW."silent_after_minutes", NEW."store_id", NEW."times"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_ef096() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_storeaccessevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "store_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."store_id", NEW."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_fa320() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "stores_personevent" ("id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."user_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION schema_of_the_chain.pgtrigger_update_update_ff7e5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "alerts_summaryscheduleevent" ("at", "by_text", "changed_at", "changed_by_id", "days", "id", "is_on", "kind", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "says_quiet", "store_id", "timezone") VALUES (NEW."at", NEW."by_text", NEW."changed_at", NEW."changed_by_id", NEW."days", NEW."id", NEW."is_on", NEW."kind", NEW."parts", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."roles", NEW."says_quiet", NEW."store_id", NEW."timezone"); RETURN NULL;
                END;
            $$;

CREATE TABLE schema_of_the_chain.alerts_alert (
    id bigint NOT NULL,
    rule_version integer NOT NULL,
    key_kind character varying(12) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    severity smallint NOT NULL,
    state character varying(10) NOT NULL,
    quiet_because character varying(12) NOT NULL,
    count integer NOT NULL,
    amount numeric(14,2),
    facts jsonb NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    seen_at timestamp with time zone,
    cashier_id bigint,
    merged_into_id bigint,
    register_id bigint,
    seen_by_id bigint,
    store_id bigint NOT NULL,
    rule_id bigint NOT NULL,
    CONSTRAINT alerts_alert_rule_version_check CHECK ((rule_version >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_alert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_alerttransaction (
    id bigint NOT NULL,
    alert_id bigint NOT NULL,
    transaction_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_alerttransaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_alerttransaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_channeltrouble (
    channel character varying(40) NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    retry_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    params jsonb NOT NULL,
    CONSTRAINT alerts_channeltrouble_failures_check CHECK ((failures >= 0))
);

CREATE TABLE schema_of_the_chain.alerts_daytotal (
    id bigint NOT NULL,
    business_date date NOT NULL,
    measure character varying(32) NOT NULL,
    count integer NOT NULL,
    amount numeric(16,2) NOT NULL,
    cashier_id bigint,
    register_id bigint,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_daytotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_daytotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_delivery (
    id bigint NOT NULL,
    key character varying(200) NOT NULL,
    kind character varying(10) NOT NULL,
    channel character varying(8) NOT NULL,
    recipient character varying(40) NOT NULL,
    address character varying(500) NOT NULL,
    state character varying(10) NOT NULL,
    reason character varying(40) NOT NULL,
    reason_params jsonb NOT NULL,
    subject character varying(250) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    attachments jsonb NOT NULL,
    payload jsonb NOT NULL,
    tries smallint NOT NULL,
    send_after timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sending_at timestamp with time zone,
    ended_at timestamp with time zone,
    provider_id character varying(100) NOT NULL,
    user_id bigint,
    webhook_id bigint,
    CONSTRAINT alerts_delivery_tries_check CHECK ((tries >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_deliveryalert (
    id bigint NOT NULL,
    told character varying(70) NOT NULL,
    dropped character varying(16) NOT NULL,
    alert_id bigint NOT NULL,
    delivery_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_deliveryalert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_deliveryalert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_deliveryattempt (
    id bigint NOT NULL,
    number smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    seconds double precision NOT NULL,
    outcome character varying(10) NOT NULL,
    code character varying(40) NOT NULL,
    params jsonb NOT NULL,
    delivery_id bigint NOT NULL,
    CONSTRAINT alerts_deliveryattempt_number_check CHECK ((number >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_deliveryattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_deliveryattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_itemrisk (
    transaction_id bigint NOT NULL,
    base smallint NOT NULL,
    risk smallint NOT NULL,
    parts jsonb NOT NULL,
    rules jsonb NOT NULL,
    scoring integer NOT NULL,
    ranked_at timestamp with time zone NOT NULL
);

CREATE TABLE schema_of_the_chain.alerts_optout (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    channel character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_optout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_optout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_optoutevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    channel character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_optoutevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_optoutevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_phone (
    id bigint NOT NULL,
    number character varying(16) NOT NULL,
    consent text NOT NULL,
    consent_at timestamp with time zone,
    code_digest character varying(64) NOT NULL,
    code_sent_at timestamp with time zone,
    code_tries smallint NOT NULL,
    verified_at timestamp with time zone,
    stopped_at timestamp with time zone,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_phone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_phone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_phoneevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(16) NOT NULL,
    consent text NOT NULL,
    consent_at timestamp with time zone,
    code_sent_at timestamp with time zone,
    verified_at timestamp with time zone,
    stopped_at timestamp with time zone,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_phoneevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_phoneevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_proposal (
    rule_id bigint NOT NULL,
    rule_version integer NOT NULL,
    value numeric(12,2),
    days smallint NOT NULL,
    tried jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT alerts_proposal_days_check CHECK ((days >= 0)),
    CONSTRAINT alerts_proposal_rule_version_check CHECK ((rule_version >= 0))
);

CREATE TABLE schema_of_the_chain.alerts_rule (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    text character varying(400) NOT NULL,
    state character varying(8) NOT NULL,
    severity smallint NOT NULL,
    stores jsonb NOT NULL,
    register_classes jsonb NOT NULL,
    schedule jsonb NOT NULL,
    cooldown_minutes integer NOT NULL,
    snoozed_until timestamp with time zone,
    silent_until timestamp with time zone,
    version integer NOT NULL,
    why character varying(400) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    CONSTRAINT alerts_rule_cooldown_minutes_check CHECK ((cooldown_minutes >= 0)),
    CONSTRAINT alerts_rule_version_check CHECK ((version >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_ruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    text character varying(400) NOT NULL,
    state character varying(8) NOT NULL,
    severity smallint NOT NULL,
    stores jsonb NOT NULL,
    register_classes jsonb NOT NULL,
    schedule jsonb NOT NULL,
    cooldown_minutes integer NOT NULL,
    snoozed_until timestamp with time zone,
    silent_until timestamp with time zone,
    version integer NOT NULL,
    why character varying(400) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT alerts_ruleevent_cooldown_minutes_check CHECK ((cooldown_minutes >= 0)),
    CONSTRAINT alerts_ruleevent_version_check CHECK ((version >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_ruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_ruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_rulemark (
    store_id bigint NOT NULL,
    heard_until timestamp with time zone NOT NULL
);

CREATE TABLE schema_of_the_chain.alerts_ruletrouble (
    rule_id bigint NOT NULL,
    code character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    again_at timestamp with time zone NOT NULL,
    behind_since timestamp with time zone,
    times integer NOT NULL
);

CREATE TABLE schema_of_the_chain.alerts_score (
    id bigint NOT NULL,
    metric character varying(24) NOT NULL,
    span character varying(8) NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    sales integer NOT NULL,
    observed integer NOT NULL,
    expected double precision NOT NULL,
    doubt character varying(12) NOT NULL,
    rate double precision,
    low double precision,
    high double precision,
    probability double precision,
    p_value double precision,
    z double precision,
    stands_out boolean NOT NULL,
    risen_since date,
    weeks jsonb NOT NULL,
    cashier_id bigint NOT NULL,
    person_id bigint,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_score ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_scoring (
    id smallint NOT NULL,
    done_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    until date,
    last_file bigint NOT NULL,
    sales bigint NOT NULL,
    scored integer NOT NULL,
    tags jsonb NOT NULL
);

CREATE TABLE schema_of_the_chain.alerts_staleday (
    id bigint NOT NULL,
    business_date date NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_staleday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_staleday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_storenormal (
    store_id bigint NOT NULL,
    sales_by_hour integer[] NOT NULL,
    sales_a_day double precision NOT NULL,
    "like" bigint[] NOT NULL
);

CREATE TABLE schema_of_the_chain.alerts_subscription (
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    role character varying(10) NOT NULL,
    is_active boolean NOT NULL,
    severity smallint NOT NULL,
    stores jsonb NOT NULL,
    rules jsonb NOT NULL,
    days jsonb NOT NULL,
    since time without time zone,
    until time without time zone,
    urgent_always boolean NOT NULL,
    after_minutes smallint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    user_id bigint,
    webhook_id bigint,
    CONSTRAINT alerts_subscription_after_minutes_check CHECK ((after_minutes >= 0)),
    CONSTRAINT subscription_of_one CHECK (((((role)::text = ''::text) AND (user_id IS NOT NULL) AND (webhook_id IS NULL)) OR ((user_id IS NULL) AND (webhook_id IS NULL) AND (NOT ((role)::text = ''::text))) OR (((role)::text = ''::text) AND (user_id IS NULL) AND (webhook_id IS NOT NULL))))
);

ALTER TABLE schema_of_the_chain.alerts_subscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_subscriptionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    role character varying(10) NOT NULL,
    is_active boolean NOT NULL,
    severity smallint NOT NULL,
    stores jsonb NOT NULL,
    rules jsonb NOT NULL,
    days jsonb NOT NULL,
    since time without time zone,
    until time without time zone,
    urgent_always boolean NOT NULL,
    after_minutes smallint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint,
    webhook_id bigint,
    CONSTRAINT alerts_subscriptionevent_after_minutes_check CHECK ((after_minutes >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_subscriptionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_subscriptionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_summarymark (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    until timestamp with time zone NOT NULL,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.alerts_summarymark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_summarymark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_summaryrun (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    stores jsonb NOT NULL,
    stores_key character varying(32) NOT NULL,
    business_date date NOT NULL,
    due_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    subject character varying(250) NOT NULL,
    facts jsonb NOT NULL,
    parts jsonb NOT NULL,
    recipients integer NOT NULL,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.alerts_summaryrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_summaryrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_summaryschedule (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    is_on boolean NOT NULL,
    at time without time zone NOT NULL,
    days jsonb NOT NULL,
    timezone character varying(64) NOT NULL,
    roles jsonb NOT NULL,
    parts jsonb NOT NULL,
    says_quiet boolean NOT NULL,
    by_text boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.alerts_summaryschedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_summaryschedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_summaryscheduleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    is_on boolean NOT NULL,
    at time without time zone NOT NULL,
    days jsonb NOT NULL,
    timezone character varying(64) NOT NULL,
    roles jsonb NOT NULL,
    parts jsonb NOT NULL,
    says_quiet boolean NOT NULL,
    by_text boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.alerts_summaryscheduleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_summaryscheduleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_trial (
    id bigint NOT NULL,
    text character varying(400) NOT NULL,
    days smallint NOT NULL,
    stores jsonb NOT NULL,
    register_classes jsonb NOT NULL,
    state character varying(8) NOT NULL,
    reason character varying(40) NOT NULL,
    result jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    asked_by_id bigint,
    rule_id bigint,
    CONSTRAINT alerts_trial_days_check CHECK ((days >= 0))
);

ALTER TABLE schema_of_the_chain.alerts_trial ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_trial_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_webhook (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    url character varying(500) NOT NULL,
    sealed bytea NOT NULL,
    previous_until timestamp with time zone,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_webhook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_webhook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.alerts_webhookevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    url character varying(500) NOT NULL,
    previous_until timestamp with time zone,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.alerts_webhookevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.alerts_webhookevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_clip (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    "position" smallint NOT NULL,
    moment timestamp with time zone NOT NULL,
    window_start timestamp with time zone NOT NULL,
    window_end timestamp with time zone NOT NULL,
    obtained_start timestamp with time zone,
    obtained_end timestamp with time zone,
    gaps jsonb NOT NULL,
    timeline jsonb NOT NULL,
    notes jsonb NOT NULL,
    state character varying(12) NOT NULL,
    reason_code character varying(60) NOT NULL,
    reason_params jsonb NOT NULL,
    is_partial boolean NOT NULL,
    source character varying(32) NOT NULL,
    clock_offset_ms integer NOT NULL,
    clock_error_ms integer NOT NULL,
    filename character varying(160) NOT NULL,
    original_key character varying(255) NOT NULL,
    originals jsonb NOT NULL,
    playback_key character varying(255) NOT NULL,
    thumbnail_key character varying(255) NOT NULL,
    sheet_key character varying(255) NOT NULL,
    sheet_times jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    codec character varying(16) NOT NULL,
    size bigint NOT NULL,
    duration_ms integer NOT NULL,
    moment_ms integer,
    requested_at timestamp with time zone NOT NULL,
    waiting_until timestamp with time zone,
    ready_at timestamp with time zone,
    camera_id bigint,
    store_id bigint NOT NULL,
    transaction_id bigint,
    uploaded_by_id bigint,
    asked_by_id bigint,
    clock_suspect boolean NOT NULL,
    expires_at timestamp with time zone,
    fetched_bytes bigint NOT NULL,
    purpose character varying(10) NOT NULL,
    quality character varying(6) NOT NULL,
    removed_at timestamp with time zone,
    risk smallint NOT NULL,
    wanted_quality character varying(6) NOT NULL,
    CONSTRAINT clips_clip_position_check CHECK (("position" >= 0))
);

ALTER TABLE schema_of_the_chain.clips_clip ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_clip_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_hold (
    id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    clip_id bigint,
    lifted_by_id bigint,
    placed_by_id bigint,
    transaction_id bigint,
    CONSTRAINT hold_of_one_thing CHECK ((((transaction_id IS NULL) OR (clip_id IS NULL)) AND (1 = (
CASE
    WHEN (transaction_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (clip_id IS NULL) THEN 1
    ELSE 0
END))))
);

ALTER TABLE schema_of_the_chain.clips_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_holdevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    clip_id bigint,
    lifted_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    placed_by_id bigint,
    transaction_id bigint
);

ALTER TABLE schema_of_the_chain.clips_holdevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_holdevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_lineday (
    id bigint NOT NULL,
    day date NOT NULL,
    spent bigint NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.clips_lineday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_lineday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_retention (
    id bigint NOT NULL,
    status character varying(12) NOT NULL,
    playback_days integer,
    original_days integer,
    CONSTRAINT clips_retention_original_days_check CHECK ((original_days >= 0)),
    CONSTRAINT clips_retention_playback_days_check CHECK ((playback_days >= 0))
);

ALTER TABLE schema_of_the_chain.clips_retention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_retention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.clips_retentionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    status character varying(12) NOT NULL,
    playback_days integer,
    original_days integer,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT clips_retentionevent_original_days_check CHECK ((original_days >= 0)),
    CONSTRAINT clips_retentionevent_playback_days_check CHECK ((playback_days >= 0))
);

ALTER TABLE schema_of_the_chain.clips_retentionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.clips_retentionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);

ALTER TABLE schema_of_the_chain.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE schema_of_the_chain.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);

CREATE TABLE schema_of_the_chain.review_evidencecopy (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    masks jsonb NOT NULL,
    why character varying(120) NOT NULL,
    state character varying(8) NOT NULL,
    reason_code character varying(60) NOT NULL,
    reason_params jsonb NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    original_sha256 character varying(64) NOT NULL,
    playback_sha256 character varying(64) NOT NULL,
    stored_key character varying(255) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    made_at timestamp with time zone,
    clip_id bigint NOT NULL,
    ordered_by_id bigint,
    package_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_evidencecopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_evidencecopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_evidencepackage (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    title character varying(120) NOT NULL,
    state character varying(8) NOT NULL,
    reason_code character varying(60) NOT NULL,
    ordered_by_name character varying(200) NOT NULL,
    until timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    stored_key character varying(255) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    files integer NOT NULL,
    manifest_sha256 character varying(64) NOT NULL,
    ordered_by_id bigint,
    key_id bigint
);

ALTER TABLE schema_of_the_chain.review_evidencepackage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_evidencepackage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_evidencepackage_transactions (
    id bigint NOT NULL,
    evidencepackage_id bigint NOT NULL,
    transaction_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_evidencepackage_transactions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_evidencepackage_transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_recentsearch (
    id bigint NOT NULL,
    address text NOT NULL,
    digest character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_recentsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_recentsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_ringstep (
    id bigint NOT NULL,
    step character varying(24) NOT NULL,
    "position" smallint NOT NULL,
    outcome character varying(14) NOT NULL,
    asked_at timestamp with time zone,
    ended_at timestamp with time zone,
    source_tag character varying(120) NOT NULL,
    delay_ms integer,
    camera_id bigint,
    transaction_id bigint,
    ring_test_id bigint NOT NULL,
    occurred_at timestamp with time zone,
    received_at timestamp with time zone,
    waved_at timestamp with time zone,
    learned jsonb NOT NULL,
    rejected jsonb NOT NULL,
    CONSTRAINT review_ringstep_position_check CHECK (("position" >= 0))
);

ALTER TABLE schema_of_the_chain.review_ringstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_ringstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_ringtest (
    id bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    register_id bigint,
    started_by_id bigint,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_ringtest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_ringtest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_savedsearch (
    id bigint NOT NULL,
    user_name character varying(200) NOT NULL,
    name character varying(80) NOT NULL,
    address text NOT NULL,
    is_shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_savedsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_savedsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_savedsearchevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    user_name character varying(200) NOT NULL,
    name character varying(80) NOT NULL,
    address text NOT NULL,
    is_shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_savedsearchevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_savedsearchevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_searchexport (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    address text NOT NULL,
    format character varying(4) NOT NULL,
    language character varying(12) NOT NULL,
    state character varying(9) NOT NULL,
    reason_code character varying(40) NOT NULL,
    ordered_by_name character varying(200) NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    expires_at timestamp with time zone,
    store_ids jsonb,
    rows integer NOT NULL,
    size bigint NOT NULL,
    stored_key character varying(255) NOT NULL,
    ordered_by_id bigint
);

ALTER TABLE schema_of_the_chain.review_searchexport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_searchexport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_share (
    id bigint NOT NULL,
    recipient character varying(120) NOT NULL,
    organisation character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    passcode character varying(255) NOT NULL,
    holds_package boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    failures integer NOT NULL,
    locked_until timestamp with time zone,
    made_by_id bigint,
    package_id bigint NOT NULL,
    revoked_by_id bigint,
    CONSTRAINT review_share_failures_check CHECK ((failures >= 0))
);

CREATE TABLE schema_of_the_chain.review_share_copies (
    id bigint NOT NULL,
    share_id bigint NOT NULL,
    evidencecopy_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_share_copies ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_share_copies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE schema_of_the_chain.review_share ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_shareevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    recipient character varying(120) NOT NULL,
    organisation character varying(120) NOT NULL,
    holds_package boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    made_by_id bigint,
    package_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    revoked_by_id bigint
);

ALTER TABLE schema_of_the_chain.review_shareevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_shareevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_sharevisit (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(14) NOT NULL,
    address inet,
    program character varying(200) NOT NULL,
    what character varying(160) NOT NULL,
    sha256 character varying(64) NOT NULL,
    share_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_sharevisit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_sharevisit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_signingkey (
    id bigint NOT NULL,
    public bytea NOT NULL,
    fingerprint character varying(64) NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    made_by_id bigint
);

ALTER TABLE schema_of_the_chain.review_signingkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_signingkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.review_signingkeyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    public bytea NOT NULL,
    fingerprint character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    made_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.review_signingkeyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.review_signingkeyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_accesslog (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    who character varying(200) NOT NULL,
    object_type character varying(40) NOT NULL,
    object_id bigint,
    params jsonb NOT NULL,
    request_id character varying(64) NOT NULL,
    user_id bigint
);

ALTER TABLE schema_of_the_chain.stores_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_camera (
    id bigint NOT NULL,
    channel character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    recorder_id bigint NOT NULL,
    still_at timestamp with time zone,
    still_key character varying(255) NOT NULL,
    sub_channel character varying(60) NOT NULL,
    zones jsonb NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_camera ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_camera_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_cameraevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    channel character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    recorder_id bigint NOT NULL,
    still_at timestamp with time zone,
    still_key character varying(255) NOT NULL,
    sub_channel character varying(60) NOT NULL,
    zones jsonb NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_cameraevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_cameraevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_cashier (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    is_person boolean NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_cashier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_cashier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_cashierassignment (
    id bigint NOT NULL,
    since date,
    until date,
    cashier_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_cashierassignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_cashierassignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_cashierassignmentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    since date,
    until date,
    cashier_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_cashierassignmentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_cashierassignmentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_cashierevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    is_person boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_cashierevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_cashierevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_clocksample (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    how character varying(10) NOT NULL,
    offset_ms integer NOT NULL,
    error_ms integer NOT NULL,
    is_jump boolean NOT NULL,
    zone_text character varying(80) NOT NULL,
    recorder_id bigint,
    register_id bigint,
    CONSTRAINT sample_of_one_clock CHECK ((((recorder_id IS NULL) OR (register_id IS NULL)) AND (1 = (
CASE
    WHEN (recorder_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (register_id IS NULL) THEN 1
    ELSE 0
END))))
);

ALTER TABLE schema_of_the_chain.stores_clocksample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_clocksample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_person (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    user_id bigint
);

ALTER TABLE schema_of_the_chain.stores_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_personevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint
);

ALTER TABLE schema_of_the_chain.stores_personevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_personevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_recorder (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    driver character varying(32) NOT NULL,
    options jsonb NOT NULL,
    clock_offset_ms integer NOT NULL,
    clock_error_ms integer NOT NULL,
    is_active boolean NOT NULL,
    store_id bigint NOT NULL,
    firmware character varying(80) NOT NULL,
    model_name character varying(80) NOT NULL,
    replaces_id bigint,
    retired_at timestamp with time zone,
    sealed bytea NOT NULL,
    serial character varying(80) NOT NULL,
    since timestamp with time zone NOT NULL,
    slots smallint NOT NULL,
    time_base character varying(8) NOT NULL,
    is_draft boolean NOT NULL,
    CONSTRAINT stores_recorder_slots_check CHECK ((slots >= 0))
);

ALTER TABLE schema_of_the_chain.stores_recorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_recorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_recorderevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    driver character varying(32) NOT NULL,
    options jsonb NOT NULL,
    clock_offset_ms integer NOT NULL,
    clock_error_ms integer NOT NULL,
    is_active boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL,
    firmware character varying(80) NOT NULL,
    model_name character varying(80) NOT NULL,
    replaces_id bigint,
    retired_at timestamp with time zone,
    serial character varying(80) NOT NULL,
    since timestamp with time zone NOT NULL,
    slots smallint NOT NULL,
    time_base character varying(8) NOT NULL,
    is_draft boolean NOT NULL,
    CONSTRAINT stores_recorderevent_slots_check CHECK ((slots >= 0))
);

ALTER TABLE schema_of_the_chain.stores_recorderevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_recorderevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_recorderstate (
    recorder_id bigint NOT NULL,
    checked_at timestamp with time zone,
    reached_at timestamp with time zone,
    problem_code character varying(60) NOT NULL,
    problem_params jsonb NOT NULL,
    is_blocked boolean NOT NULL,
    locked_until timestamp with time zone,
    oldest_at timestamp with time zone,
    oldest_asked_at timestamp with time zone,
    found jsonb NOT NULL,
    logged_in_at timestamp with time zone
);

CREATE TABLE schema_of_the_chain.stores_register (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    label character varying(60) NOT NULL,
    register_class character varying(8) NOT NULL,
    clock_offset_ms integer NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_register ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_register_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_registercamera (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    camera_id bigint NOT NULL,
    register_id bigint NOT NULL,
    event_types jsonb NOT NULL,
    role character varying(8) NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone,
    CONSTRAINT stores_registercamera_position_check CHECK (("position" >= 0))
);

ALTER TABLE schema_of_the_chain.stores_registercamera ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_registercamera_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_registercameraevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    camera_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    register_id bigint NOT NULL,
    event_types jsonb NOT NULL,
    role character varying(8) NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone,
    CONSTRAINT stores_registercameraevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE schema_of_the_chain.stores_registercameraevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_registercameraevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_registerevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    label character varying(60) NOT NULL,
    register_class character varying(8) NOT NULL,
    clock_offset_ms integer NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_registerevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_registerevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_route (
    id bigint NOT NULL,
    network character varying(43) NOT NULL,
    proxy character varying(120) NOT NULL,
    note character varying(200) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    approved_by character varying(200) NOT NULL,
    is_active boolean NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_route ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_route_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_routeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    network character varying(43) NOT NULL,
    proxy character varying(120) NOT NULL,
    note character varying(200) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    approved_by character varying(200) NOT NULL,
    is_active boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_routeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_routeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_seenfile (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    source_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_seenfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_seenfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_source (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    is_live boolean NOT NULL,
    times jsonb NOT NULL,
    every_minutes integer,
    silent_after_minutes integer,
    settings jsonb NOT NULL,
    sealed bytea NOT NULL,
    cursor jsonb NOT NULL,
    next_run_at timestamp with time zone,
    heard_at timestamp with time zone,
    failures integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    store_id bigint NOT NULL,
    CONSTRAINT stores_source_every_minutes_check CHECK ((every_minutes >= 0)),
    CONSTRAINT stores_source_failures_check CHECK ((failures >= 0)),
    CONSTRAINT stores_source_silent_after_minutes_check CHECK ((silent_after_minutes >= 0))
);

ALTER TABLE schema_of_the_chain.stores_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_sourceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    is_live boolean NOT NULL,
    times jsonb NOT NULL,
    every_minutes integer,
    silent_after_minutes integer,
    settings jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL,
    CONSTRAINT stores_sourceevent_every_minutes_check CHECK ((every_minutes >= 0)),
    CONSTRAINT stores_sourceevent_silent_after_minutes_check CHECK ((silent_after_minutes >= 0))
);

ALTER TABLE schema_of_the_chain.stores_sourceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_sourceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_sourcerun (
    id bigint NOT NULL,
    state character varying(8) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    found integer NOT NULL,
    taken integer NOT NULL,
    known integer NOT NULL,
    refused integer NOT NULL,
    upload_id bigint,
    reason_code character varying(60) NOT NULL,
    reason_params jsonb NOT NULL,
    asked_by_id bigint,
    source_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_sourcerun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_sourcerun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_store (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    timezone character varying(64) NOT NULL,
    is_active boolean NOT NULL,
    department_roles jsonb NOT NULL,
    totals_formula character varying(24) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closes_at time without time zone,
    confirmed jsonb NOT NULL,
    opens_at time without time zone,
    tender_classes jsonb NOT NULL,
    daily_clip_mb integer,
    uplink_mbit integer,
    CONSTRAINT stores_store_daily_clip_mb_check CHECK ((daily_clip_mb >= 0)),
    CONSTRAINT stores_store_uplink_mbit_check CHECK ((uplink_mbit >= 0))
);

ALTER TABLE schema_of_the_chain.stores_store ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_store_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_storeaccess (
    id bigint NOT NULL,
    store_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_storeaccess ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_storeaccess_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_storeaccessevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.stores_storeaccessevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_storeaccessevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_storeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    timezone character varying(64) NOT NULL,
    is_active boolean NOT NULL,
    department_roles jsonb NOT NULL,
    totals_formula character varying(24) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    closes_at time without time zone,
    confirmed jsonb NOT NULL,
    opens_at time without time zone,
    tender_classes jsonb NOT NULL,
    daily_clip_mb integer,
    uplink_mbit integer,
    CONSTRAINT stores_storeevent_daily_clip_mb_check CHECK ((daily_clip_mb >= 0)),
    CONSTRAINT stores_storeevent_uplink_mbit_check CHECK ((uplink_mbit >= 0))
);

ALTER TABLE schema_of_the_chain.stores_storeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_storeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_token (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    scope character varying(8) NOT NULL,
    prefix character varying(12) NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    made_by_id bigint,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.stores_token ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_tokenevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    scope character varying(8) NOT NULL,
    prefix character varying(12) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    made_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    store_id bigint
);

ALTER TABLE schema_of_the_chain.stores_tokenevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.stores_tokenevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.stores_tokenuse (
    token_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    address character varying(64) NOT NULL,
    agent character varying(120) NOT NULL
);

CREATE UNLOGGED TABLE schema_of_the_chain.transactions_apiallowance (
    token_id bigint NOT NULL,
    level double precision NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE schema_of_the_chain.transactions_apirequest (
    id bigint NOT NULL,
    key character varying(128) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint,
    body jsonb,
    made_at timestamp with time zone NOT NULL,
    token_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_apirequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_apirequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_controlcount (
    id bigint NOT NULL,
    key character varying(32) NOT NULL,
    source character varying(12) NOT NULL,
    scope character varying(8) NOT NULL,
    metric character varying(24) NOT NULL,
    raw_name character varying(120) NOT NULL,
    business_date date NOT NULL,
    begins_at timestamp with time zone,
    ends_at timestamp with time zone,
    register_code character varying(32) NOT NULL,
    cashier_code character varying(32) NOT NULL,
    till character varying(32) NOT NULL,
    shift_no character varying(32) NOT NULL,
    count numeric(14,3),
    amount numeric(14,2),
    declared_at timestamp with time zone,
    content_hash character varying(32) NOT NULL,
    source_file_id bigint NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_controlcount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_controlcount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_gapexplanation (
    id bigint NOT NULL,
    business_date date NOT NULL,
    counter character varying(40) NOT NULL,
    first_no bigint NOT NULL,
    last_no bigint NOT NULL,
    text character varying(400) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    store_id bigint NOT NULL,
    written_by_id bigint
);

ALTER TABLE schema_of_the_chain.transactions_gapexplanation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_gapexplanation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_hourlytotal (
    id bigint NOT NULL,
    business_date date NOT NULL,
    hour smallint NOT NULL,
    measure character varying(32) NOT NULL,
    tender_class character varying(12) NOT NULL,
    count integer NOT NULL,
    amount numeric(16,2) NOT NULL,
    cashier_id bigint,
    register_id bigint,
    store_id bigint NOT NULL
)
WITH (fillfactor='80');

ALTER TABLE schema_of_the_chain.transactions_hourlytotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_hourlytotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_item (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_itemstouched (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_itemstouched ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_itemstouched_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_itemuse (
    occurred_at timestamp with time zone NOT NULL,
    item_id bigint NOT NULL,
    store_id bigint NOT NULL,
    transaction_id bigint NOT NULL
);

CREATE TABLE schema_of_the_chain.transactions_itemword (
    id bigint NOT NULL,
    word character varying(40) NOT NULL,
    item_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_itemword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_itemword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_layoutvariant (
    id bigint NOT NULL,
    fingerprint character varying(64) NOT NULL,
    written jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint,
    source_file_id bigint,
    store_id bigint,
    CONSTRAINT variant_of_store_or_file CHECK ((((source_file_id IS NULL) AND (store_id IS NOT NULL)) OR ((source_file_id IS NOT NULL) AND (store_id IS NULL))))
);

ALTER TABLE schema_of_the_chain.transactions_layoutvariant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_layoutvariant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_mapping (
    id bigint NOT NULL,
    fingerprint character varying(64) NOT NULL,
    version integer NOT NULL,
    name character varying(120) NOT NULL,
    definition jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint
);

ALTER TABLE schema_of_the_chain.transactions_mapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_mapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_match (
    lower_id bigint NOT NULL,
    how character varying(10) NOT NULL,
    differences jsonb NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint,
    store_id bigint NOT NULL,
    upper_id bigint
);

CREATE TABLE schema_of_the_chain.transactions_note (
    id bigint NOT NULL,
    author_name character varying(200) NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    author_id bigint,
    transaction_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_review (
    transaction_id bigint NOT NULL,
    status character varying(12) NOT NULL,
    primary_flag character varying(20) NOT NULL,
    risk smallint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    version integer NOT NULL,
    assignee_id bigint,
    decided_by_id bigint,
    store_id bigint NOT NULL
);

CREATE TABLE schema_of_the_chain.transactions_reviewevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    status character varying(12) NOT NULL,
    decided_at timestamp with time zone,
    version integer NOT NULL,
    assignee_id bigint,
    decided_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_reviewevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_reviewevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_sourcefile (
    id bigint NOT NULL,
    original_name character varying(255) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    redacted integer NOT NULL,
    stored_key character varying(255) NOT NULL,
    stored_offset bigint NOT NULL,
    stored_length bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(16) NOT NULL,
    reason_code character varying(60) NOT NULL,
    reason_params jsonb NOT NULL,
    format character varying(32) NOT NULL,
    format_version character varying(32) NOT NULL,
    vendor character varying(80) NOT NULL,
    parser_version character varying(16) NOT NULL,
    declared_at timestamp with time zone,
    events integer NOT NULL,
    new_transactions integer NOT NULL,
    revised_transactions integer NOT NULL,
    flagged integer NOT NULL,
    problems jsonb NOT NULL,
    unknown_elements jsonb NOT NULL,
    parsed_at timestamp with time zone,
    store_id bigint NOT NULL,
    upload_id bigint NOT NULL,
    control_totals integer NOT NULL,
    layout character varying(64) NOT NULL,
    mapping_version integer,
    replays integer NOT NULL,
    rows jsonb NOT NULL,
    first_at timestamp with time zone,
    last_at timestamp with time zone,
    told_store character varying(32) NOT NULL,
    unfamiliar jsonb NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_sourcefile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_sourcefile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_storehealth (
    store_id bigint NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    missing_numbers integer NOT NULL,
    missing_since date,
    blind_to jsonb NOT NULL,
    differing_counts integer NOT NULL,
    differing_since date,
    implausible_times integer NOT NULL,
    lag_median integer,
    lag_p95 integer
);

CREATE TABLE schema_of_the_chain.transactions_touched (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_touched ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_touched_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_transaction (
    id bigint NOT NULL,
    source_index integer NOT NULL,
    event_key character varying(32) NOT NULL,
    event_type character varying(16) NOT NULL,
    type_confidence character varying(8) NOT NULL,
    source_event_tag character varying(60) NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    time_basis character varying(8) NOT NULL,
    time_quality character varying(16) NOT NULL,
    business_date date NOT NULL,
    transaction_no character varying(40) NOT NULL,
    event_sequence character varying(40) NOT NULL,
    till character varying(32) NOT NULL,
    shift_no character varying(32) NOT NULL,
    approver character varying(32) NOT NULL,
    is_training boolean,
    is_outside boolean,
    is_offline boolean,
    is_suspended boolean,
    is_recalled boolean,
    linked_transaction_no character varying(40) NOT NULL,
    reason_text character varying(120) NOT NULL,
    amount numeric(14,2),
    gross numeric(14,2),
    net numeric(14,2),
    tax numeric(14,2),
    grand numeric(14,2),
    flags character varying(20)[] NOT NULL,
    flag_details jsonb NOT NULL,
    risk smallint NOT NULL,
    receipt jsonb NOT NULL,
    source_rank smallint NOT NULL,
    declared_at timestamp with time zone,
    content_hash character varying(32) NOT NULL,
    cashier_id bigint,
    register_id bigint,
    store_id bigint NOT NULL,
    source_file_id bigint NOT NULL,
    standing character varying(12) DEFAULT ''::character varying NOT NULL,
    is_baseline boolean DEFAULT false NOT NULL,
    tender_class character varying(12) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_transaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_transaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_unfamiliar (
    id bigint NOT NULL,
    format character varying(32) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(120) NOT NULL,
    read_as character varying(40) NOT NULL,
    example text NOT NULL,
    count bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    first_file_id bigint,
    store_id bigint NOT NULL
);

ALTER TABLE schema_of_the_chain.transactions_unfamiliar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_unfamiliar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE schema_of_the_chain.transactions_upload (
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    name character varying(255) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    is_backfill boolean NOT NULL,
    received_by_id bigint,
    store_id bigint NOT NULL,
    expected_files integer,
    is_complete boolean NOT NULL,
    source_id bigint,
    token_id bigint
);

ALTER TABLE schema_of_the_chain.transactions_upload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME schema_of_the_chain.transactions_upload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY schema_of_the_chain.stores_storeaccess
    ADD CONSTRAINT access_once UNIQUE (user_id, store_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_alerttransaction
    ADD CONSTRAINT alert_link_once UNIQUE (alert_id, transaction_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_alerttransaction
    ADD CONSTRAINT alerts_alerttransaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_channeltrouble
    ADD CONSTRAINT alerts_channeltrouble_pkey PRIMARY KEY (channel);

ALTER TABLE ONLY schema_of_the_chain.alerts_daytotal
    ADD CONSTRAINT alerts_daytotal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_delivery
    ADD CONSTRAINT alerts_delivery_key_key UNIQUE (key);

ALTER TABLE ONLY schema_of_the_chain.alerts_delivery
    ADD CONSTRAINT alerts_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryalert
    ADD CONSTRAINT alerts_deliveryalert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryattempt
    ADD CONSTRAINT alerts_deliveryattempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_itemrisk
    ADD CONSTRAINT alerts_itemrisk_pkey PRIMARY KEY (transaction_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_optout
    ADD CONSTRAINT alerts_optout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_optoutevent
    ADD CONSTRAINT alerts_optoutevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_phone
    ADD CONSTRAINT alerts_phone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_phone
    ADD CONSTRAINT alerts_phone_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_phoneevent
    ADD CONSTRAINT alerts_phoneevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_proposal
    ADD CONSTRAINT alerts_proposal_pkey PRIMARY KEY (rule_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_rule
    ADD CONSTRAINT alerts_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_ruleevent
    ADD CONSTRAINT alerts_ruleevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_rulemark
    ADD CONSTRAINT alerts_rulemark_pkey PRIMARY KEY (store_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_ruletrouble
    ADD CONSTRAINT alerts_ruletrouble_pkey PRIMARY KEY (rule_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_score
    ADD CONSTRAINT alerts_score_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_scoring
    ADD CONSTRAINT alerts_scoring_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_staleday
    ADD CONSTRAINT alerts_staleday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_storenormal
    ADD CONSTRAINT alerts_storenormal_pkey PRIMARY KEY (store_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_subscription
    ADD CONSTRAINT alerts_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_subscription
    ADD CONSTRAINT alerts_subscription_webhook_id_key UNIQUE (webhook_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_subscriptionevent
    ADD CONSTRAINT alerts_subscriptionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summarymark
    ADD CONSTRAINT alerts_summarymark_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryrun
    ADD CONSTRAINT alerts_summaryrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryschedule
    ADD CONSTRAINT alerts_summaryschedule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryscheduleevent
    ADD CONSTRAINT alerts_summaryscheduleevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_trial
    ADD CONSTRAINT alerts_trial_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_webhook
    ADD CONSTRAINT alerts_webhook_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.alerts_webhookevent
    ADD CONSTRAINT alerts_webhookevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_apirequest
    ADD CONSTRAINT api_key_once UNIQUE (token_id, key);

ALTER TABLE ONLY schema_of_the_chain.stores_camera
    ADD CONSTRAINT camera_once_per_recorder UNIQUE (recorder_id, channel);

ALTER TABLE ONLY schema_of_the_chain.stores_cashier
    ADD CONSTRAINT cashier_once_per_store UNIQUE (store_id, code);

ALTER TABLE ONLY schema_of_the_chain.clips_clip
    ADD CONSTRAINT clips_clip_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.clips_clip
    ADD CONSTRAINT clips_clip_uuid_key UNIQUE (uuid);

ALTER TABLE ONLY schema_of_the_chain.clips_hold
    ADD CONSTRAINT clips_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.clips_holdevent
    ADD CONSTRAINT clips_holdevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.clips_lineday
    ADD CONSTRAINT clips_lineday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.clips_retention
    ADD CONSTRAINT clips_retention_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.clips_retention
    ADD CONSTRAINT clips_retention_status_key UNIQUE (status);

ALTER TABLE ONLY schema_of_the_chain.clips_retentionevent
    ADD CONSTRAINT clips_retentionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_controlcount
    ADD CONSTRAINT control_once UNIQUE (store_id, business_date, key);

ALTER TABLE ONLY schema_of_the_chain.alerts_daytotal
    ADD CONSTRAINT day_total_once UNIQUE NULLS NOT DISTINCT (store_id, business_date, measure, register_id, cashier_id);

ALTER TABLE ONLY schema_of_the_chain.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT event_once UNIQUE (business_date, event_key);

ALTER TABLE ONLY schema_of_the_chain.transactions_hourlytotal
    ADD CONSTRAINT hourly_once UNIQUE NULLS NOT DISTINCT (store_id, business_date, register_id, hour, measure, cashier_id, tender_class);

ALTER TABLE ONLY schema_of_the_chain.transactions_item
    ADD CONSTRAINT item_once UNIQUE (code, name);

ALTER TABLE ONLY schema_of_the_chain.clips_lineday
    ADD CONSTRAINT line_day_once UNIQUE (store_id, day);

ALTER TABLE ONLY schema_of_the_chain.transactions_mapping
    ADD CONSTRAINT mapping_version_once UNIQUE (fingerprint, version);

ALTER TABLE ONLY schema_of_the_chain.alerts_optout
    ADD CONSTRAINT opt_out_once UNIQUE (user_id, kind, channel);

ALTER TABLE ONLY schema_of_the_chain.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_recentsearch
    ADD CONSTRAINT recent_search_once UNIQUE (user_id, digest);

ALTER TABLE ONLY schema_of_the_chain.stores_register
    ADD CONSTRAINT register_once_per_store UNIQUE (store_id, code);

ALTER TABLE ONLY schema_of_the_chain.review_evidencecopy
    ADD CONSTRAINT review_evidencecopy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_evidencecopy
    ADD CONSTRAINT review_evidencecopy_uuid_key UNIQUE (uuid);

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage
    ADD CONSTRAINT review_evidencepackage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage_transactions
    ADD CONSTRAINT review_evidencepackage_t_evidencepackage_id_trans_ec56644f_uniq UNIQUE (evidencepackage_id, transaction_id);

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage_transactions
    ADD CONSTRAINT review_evidencepackage_transactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage
    ADD CONSTRAINT review_evidencepackage_uuid_key UNIQUE (uuid);

ALTER TABLE ONLY schema_of_the_chain.review_recentsearch
    ADD CONSTRAINT review_recentsearch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_ringstep
    ADD CONSTRAINT review_ringstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_ringtest
    ADD CONSTRAINT review_ringtest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_savedsearch
    ADD CONSTRAINT review_savedsearch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_savedsearchevent
    ADD CONSTRAINT review_savedsearchevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.review_searchexport
    ADD CONSTRAINT review_searchexport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_searchexport
    ADD CONSTRAINT review_searchexport_uuid_key UNIQUE (uuid);

ALTER TABLE ONLY schema_of_the_chain.review_share_copies
    ADD CONSTRAINT review_share_copies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_share_copies
    ADD CONSTRAINT review_share_copies_share_id_evidencecopy_id_7f55f32e_uniq UNIQUE (share_id, evidencecopy_id);

ALTER TABLE ONLY schema_of_the_chain.review_share
    ADD CONSTRAINT review_share_digest_key UNIQUE (digest);

ALTER TABLE ONLY schema_of_the_chain.review_share
    ADD CONSTRAINT review_share_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_shareevent
    ADD CONSTRAINT review_shareevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.review_sharevisit
    ADD CONSTRAINT review_sharevisit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_signingkey
    ADD CONSTRAINT review_signingkey_fingerprint_key UNIQUE (fingerprint);

ALTER TABLE ONLY schema_of_the_chain.review_signingkey
    ADD CONSTRAINT review_signingkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.review_signingkey
    ADD CONSTRAINT review_signingkey_public_key UNIQUE (public);

ALTER TABLE ONLY schema_of_the_chain.review_signingkeyevent
    ADD CONSTRAINT review_signingkeyevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.review_ringstep
    ADD CONSTRAINT ring_step_once UNIQUE (ring_test_id, step);

ALTER TABLE ONLY schema_of_the_chain.stores_route
    ADD CONSTRAINT route_once_per_store UNIQUE (store_id, network);

ALTER TABLE ONLY schema_of_the_chain.review_savedsearch
    ADD CONSTRAINT saved_search_named_once UNIQUE (user_id, name);

ALTER TABLE ONLY schema_of_the_chain.alerts_score
    ADD CONSTRAINT score_once UNIQUE NULLS NOT DISTINCT (store_id, span, metric, cashier_id, person_id);

ALTER TABLE ONLY schema_of_the_chain.stores_seenfile
    ADD CONSTRAINT seen_file_once UNIQUE (source_id, digest);

ALTER TABLE ONLY schema_of_the_chain.stores_source
    ADD CONSTRAINT source_once_per_store UNIQUE (store_id, name);

ALTER TABLE ONLY schema_of_the_chain.alerts_staleday
    ADD CONSTRAINT stale_day_once UNIQUE (store_id, business_date);

ALTER TABLE ONLY schema_of_the_chain.stores_accesslog
    ADD CONSTRAINT stores_accesslog_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_camera
    ADD CONSTRAINT stores_camera_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_cameraevent
    ADD CONSTRAINT stores_cameraevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_cashier
    ADD CONSTRAINT stores_cashier_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_cashierassignment
    ADD CONSTRAINT stores_cashierassignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_cashierassignmentevent
    ADD CONSTRAINT stores_cashierassignmentevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_cashierevent
    ADD CONSTRAINT stores_cashierevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_clocksample
    ADD CONSTRAINT stores_clocksample_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_person
    ADD CONSTRAINT stores_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_personevent
    ADD CONSTRAINT stores_personevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_recorder
    ADD CONSTRAINT stores_recorder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_recorderevent
    ADD CONSTRAINT stores_recorderevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_recorderstate
    ADD CONSTRAINT stores_recorderstate_pkey PRIMARY KEY (recorder_id);

ALTER TABLE ONLY schema_of_the_chain.stores_register
    ADD CONSTRAINT stores_register_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_registercamera
    ADD CONSTRAINT stores_registercamera_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_registercameraevent
    ADD CONSTRAINT stores_registercameraevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_registerevent
    ADD CONSTRAINT stores_registerevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_route
    ADD CONSTRAINT stores_route_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_routeevent
    ADD CONSTRAINT stores_routeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_seenfile
    ADD CONSTRAINT stores_seenfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_source
    ADD CONSTRAINT stores_source_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_sourceevent
    ADD CONSTRAINT stores_sourceevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_sourcerun
    ADD CONSTRAINT stores_sourcerun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_store
    ADD CONSTRAINT stores_store_code_key UNIQUE (code);

ALTER TABLE ONLY schema_of_the_chain.stores_store
    ADD CONSTRAINT stores_store_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_storeaccess
    ADD CONSTRAINT stores_storeaccess_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_storeaccessevent
    ADD CONSTRAINT stores_storeaccessevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_storeevent
    ADD CONSTRAINT stores_storeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_token
    ADD CONSTRAINT stores_token_digest_key UNIQUE (digest);

ALTER TABLE ONLY schema_of_the_chain.stores_token
    ADD CONSTRAINT stores_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.stores_tokenevent
    ADD CONSTRAINT stores_tokenevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.stores_tokenuse
    ADD CONSTRAINT stores_tokenuse_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summarymark
    ADD CONSTRAINT summary_mark_once UNIQUE NULLS NOT DISTINCT (kind, store_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryrun
    ADD CONSTRAINT summary_once UNIQUE NULLS NOT DISTINCT (kind, business_date, store_id, stores_key);

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryschedule
    ADD CONSTRAINT summary_schedule_once UNIQUE NULLS NOT DISTINCT (kind, store_id);

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryalert
    ADD CONSTRAINT told_once UNIQUE (alert_id, told);

ALTER TABLE ONLY schema_of_the_chain.transactions_apiallowance
    ADD CONSTRAINT transactions_apiallowance_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_apirequest
    ADD CONSTRAINT transactions_apirequest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_controlcount
    ADD CONSTRAINT transactions_controlcount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_gapexplanation
    ADD CONSTRAINT transactions_gapexplanation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_hourlytotal
    ADD CONSTRAINT transactions_hourlytotal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_item
    ADD CONSTRAINT transactions_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_itemstouched
    ADD CONSTRAINT transactions_itemstouched_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_itemuse
    ADD CONSTRAINT transactions_itemuse_pkey PRIMARY KEY (transaction_id, item_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_itemword
    ADD CONSTRAINT transactions_itemword_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_layoutvariant
    ADD CONSTRAINT transactions_layoutvariant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_mapping
    ADD CONSTRAINT transactions_mapping_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_match
    ADD CONSTRAINT transactions_match_pkey PRIMARY KEY (lower_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_note
    ADD CONSTRAINT transactions_note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_review
    ADD CONSTRAINT transactions_review_pkey PRIMARY KEY (transaction_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_reviewevent
    ADD CONSTRAINT transactions_reviewevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_sourcefile
    ADD CONSTRAINT transactions_sourcefile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_storehealth
    ADD CONSTRAINT transactions_storehealth_pkey PRIMARY KEY (store_id);

ALTER TABLE ONLY schema_of_the_chain.transactions_touched
    ADD CONSTRAINT transactions_touched_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT transactions_transaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_unfamiliar
    ADD CONSTRAINT transactions_unfamiliar_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_upload
    ADD CONSTRAINT transactions_upload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY schema_of_the_chain.transactions_unfamiliar
    ADD CONSTRAINT unfamiliar_once UNIQUE (store_id, format, kind, name);

ALTER TABLE ONLY schema_of_the_chain.transactions_layoutvariant
    ADD CONSTRAINT variant_once UNIQUE NULLS NOT DISTINCT (fingerprint, store_id, source_file_id);

CREATE INDEX access_kind ON schema_of_the_chain.stores_accesslog USING btree (kind, id DESC);

CREATE INDEX access_object ON schema_of_the_chain.stores_accesslog USING btree (object_type, object_id, id);

CREATE INDEX alert_cashier_time ON schema_of_the_chain.alerts_alert USING btree (cashier_id, started_at DESC);

CREATE INDEX alert_rule_span ON schema_of_the_chain.alerts_alert USING btree (rule_id, store_id, started_at);

CREATE INDEX alert_state_time ON schema_of_the_chain.alerts_alert USING btree (state, started_at DESC, id DESC);

CREATE INDEX alert_store_time ON schema_of_the_chain.alerts_alert USING btree (store_id, started_at DESC, id DESC);

CREATE INDEX alerts_alert_merged_into_id_426fd78c ON schema_of_the_chain.alerts_alert USING btree (merged_into_id);

CREATE INDEX alerts_alerttransaction_transaction_id_2a0abee9 ON schema_of_the_chain.alerts_alerttransaction USING btree (transaction_id);

CREATE INDEX alerts_channeltrouble_channel_718f1f0c_like ON schema_of_the_chain.alerts_channeltrouble USING btree (channel varchar_pattern_ops);

CREATE INDEX alerts_delivery_key_c5ec2695_like ON schema_of_the_chain.alerts_delivery USING btree (key varchar_pattern_ops);

CREATE INDEX alerts_delivery_user_id_3357b9d8 ON schema_of_the_chain.alerts_delivery USING btree (user_id);

CREATE INDEX alerts_delivery_webhook_id_c6117568 ON schema_of_the_chain.alerts_delivery USING btree (webhook_id);

CREATE INDEX alerts_deliveryalert_alert_id_810f2747 ON schema_of_the_chain.alerts_deliveryalert USING btree (alert_id);

CREATE INDEX alerts_deliveryalert_delivery_id_1b5de611 ON schema_of_the_chain.alerts_deliveryalert USING btree (delivery_id);

CREATE INDEX alerts_deliveryattempt_delivery_id_a62b4e1b ON schema_of_the_chain.alerts_deliveryattempt USING btree (delivery_id);

CREATE INDEX alerts_optout_user_id_890fb25b ON schema_of_the_chain.alerts_optout USING btree (user_id);

CREATE INDEX alerts_optoutevent_pgh_context_id_4bbb4b38 ON schema_of_the_chain.alerts_optoutevent USING btree (pgh_context_id);

CREATE INDEX alerts_optoutevent_pgh_obj_id_b45bb264 ON schema_of_the_chain.alerts_optoutevent USING btree (pgh_obj_id);

CREATE INDEX alerts_optoutevent_user_id_30ae869e ON schema_of_the_chain.alerts_optoutevent USING btree (user_id);

CREATE INDEX alerts_phoneevent_pgh_context_id_b2a8edd9 ON schema_of_the_chain.alerts_phoneevent USING btree (pgh_context_id);

CREATE INDEX alerts_phoneevent_pgh_obj_id_e16fbc0f ON schema_of_the_chain.alerts_phoneevent USING btree (pgh_obj_id);

CREATE INDEX alerts_phoneevent_user_id_76d46d01 ON schema_of_the_chain.alerts_phoneevent USING btree (user_id);

CREATE INDEX alerts_rule_changed_by_id_6b9e8fbf ON schema_of_the_chain.alerts_rule USING btree (changed_by_id);

CREATE INDEX alerts_ruleevent_changed_by_id_87115ecb ON schema_of_the_chain.alerts_ruleevent USING btree (changed_by_id);

CREATE INDEX alerts_ruleevent_pgh_context_id_d644539f ON schema_of_the_chain.alerts_ruleevent USING btree (pgh_context_id);

CREATE INDEX alerts_ruleevent_pgh_obj_id_7efb4712 ON schema_of_the_chain.alerts_ruleevent USING btree (pgh_obj_id);

CREATE INDEX alerts_score_cashier_id_d5320275 ON schema_of_the_chain.alerts_score USING btree (cashier_id);

CREATE INDEX alerts_score_person_id_4e85c146 ON schema_of_the_chain.alerts_score USING btree (person_id);

CREATE INDEX alerts_subscription_user_id_38b321ac ON schema_of_the_chain.alerts_subscription USING btree (user_id);

CREATE INDEX alerts_subscriptionevent_pgh_context_id_474f5c22 ON schema_of_the_chain.alerts_subscriptionevent USING btree (pgh_context_id);

CREATE INDEX alerts_subscriptionevent_pgh_obj_id_82417437 ON schema_of_the_chain.alerts_subscriptionevent USING btree (pgh_obj_id);

CREATE INDEX alerts_subscriptionevent_user_id_c8473ec3 ON schema_of_the_chain.alerts_subscriptionevent USING btree (user_id);

CREATE INDEX alerts_subscriptionevent_webhook_id_65c0b33c ON schema_of_the_chain.alerts_subscriptionevent USING btree (webhook_id);

CREATE INDEX alerts_summarymark_store_id_ca77d3cf ON schema_of_the_chain.alerts_summarymark USING btree (store_id);

CREATE INDEX alerts_summaryschedule_changed_by_id_f89a8c1f ON schema_of_the_chain.alerts_summaryschedule USING btree (changed_by_id);

CREATE INDEX alerts_summaryschedule_store_id_cabf0c7f ON schema_of_the_chain.alerts_summaryschedule USING btree (store_id);

CREATE INDEX alerts_summaryscheduleevent_changed_by_id_92396c4f ON schema_of_the_chain.alerts_summaryscheduleevent USING btree (changed_by_id);

CREATE INDEX alerts_summaryscheduleevent_pgh_context_id_f34f8e3d ON schema_of_the_chain.alerts_summaryscheduleevent USING btree (pgh_context_id);

CREATE INDEX alerts_summaryscheduleevent_pgh_obj_id_febd29f1 ON schema_of_the_chain.alerts_summaryscheduleevent USING btree (pgh_obj_id);

CREATE INDEX alerts_summaryscheduleevent_store_id_eba887c3 ON schema_of_the_chain.alerts_summaryscheduleevent USING btree (store_id);

CREATE INDEX alerts_trial_asked_by_id_abdb00d3 ON schema_of_the_chain.alerts_trial USING btree (asked_by_id);

CREATE INDEX alerts_trial_rule_id_05403967 ON schema_of_the_chain.alerts_trial USING btree (rule_id);

CREATE INDEX alerts_webhookevent_pgh_context_id_20367da0 ON schema_of_the_chain.alerts_webhookevent USING btree (pgh_context_id);

CREATE INDEX alerts_webhookevent_pgh_obj_id_cc3e4bec ON schema_of_the_chain.alerts_webhookevent USING btree (pgh_obj_id);

CREATE INDEX api_request_age ON schema_of_the_chain.transactions_apirequest USING btree (made_at);

CREATE INDEX clip_camera ON schema_of_the_chain.clips_clip USING btree (camera_id, moment DESC);

CREATE INDEX clip_moment ON schema_of_the_chain.clips_clip USING btree (moment DESC, id DESC);

CREATE UNIQUE INDEX clip_named_once ON schema_of_the_chain.clips_clip USING btree (store_id, filename) WHERE (NOT ((filename)::text = ''::text));

CREATE UNIQUE INDEX clip_once_per_camera ON schema_of_the_chain.clips_clip USING btree (transaction_id, camera_id) WHERE ((camera_id IS NOT NULL) AND (transaction_id IS NOT NULL));

CREATE INDEX clip_state ON schema_of_the_chain.clips_clip USING btree (state, moment DESC);

CREATE INDEX clip_store ON schema_of_the_chain.clips_clip USING btree (store_id, moment DESC);

CREATE INDEX clips_clip_camera_id_2d22060c ON schema_of_the_chain.clips_clip USING btree (camera_id);

CREATE INDEX clips_clip_store_id_ac3c927c ON schema_of_the_chain.clips_clip USING btree (store_id);

CREATE INDEX clips_clip_transaction_id_d44fcce4 ON schema_of_the_chain.clips_clip USING btree (transaction_id);

CREATE INDEX clips_hold_clip_id_9e75a5f9 ON schema_of_the_chain.clips_hold USING btree (clip_id);

CREATE INDEX clips_hold_transaction_id_1fd98a2a ON schema_of_the_chain.clips_hold USING btree (transaction_id);

CREATE INDEX clips_holdevent_clip_id_9c67f3d0 ON schema_of_the_chain.clips_holdevent USING btree (clip_id);

CREATE INDEX clips_holdevent_lifted_by_id_9eadb552 ON schema_of_the_chain.clips_holdevent USING btree (lifted_by_id);

CREATE INDEX clips_holdevent_pgh_context_id_62137329 ON schema_of_the_chain.clips_holdevent USING btree (pgh_context_id);

CREATE INDEX clips_holdevent_pgh_obj_id_5e2aebcb ON schema_of_the_chain.clips_holdevent USING btree (pgh_obj_id);

CREATE INDEX clips_holdevent_placed_by_id_fcda46fa ON schema_of_the_chain.clips_holdevent USING btree (placed_by_id);

CREATE INDEX clips_holdevent_transaction_id_f0e82ef9 ON schema_of_the_chain.clips_holdevent USING btree (transaction_id);

CREATE INDEX clips_lineday_store_id_e0744fec ON schema_of_the_chain.clips_lineday USING btree (store_id);

CREATE INDEX clips_retention_status_c94073a2_like ON schema_of_the_chain.clips_retention USING btree (status varchar_pattern_ops);

CREATE INDEX clips_retentionevent_pgh_context_id_3b4fb3c7 ON schema_of_the_chain.clips_retentionevent USING btree (pgh_context_id);

CREATE INDEX clips_retentionevent_pgh_obj_id_8f1398b3 ON schema_of_the_chain.clips_retentionevent USING btree (pgh_obj_id);

CREATE INDEX day_total_measure ON schema_of_the_chain.alerts_daytotal USING btree (measure, business_date) INCLUDE (store_id, register_id, cashier_id, count, amount);

CREATE INDEX delivery_provider_id ON schema_of_the_chain.alerts_delivery USING btree (provider_id) WHERE (NOT ((provider_id)::text = ''::text));

CREATE INDEX delivery_recipient ON schema_of_the_chain.alerts_delivery USING btree (recipient, channel, kind, send_after DESC);

CREATE INDEX delivery_state ON schema_of_the_chain.alerts_delivery USING btree (state, id DESC);

CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON schema_of_the_chain.django_admin_log USING btree (content_type_id);

CREATE INDEX django_admin_log_user_id_c564eba6 ON schema_of_the_chain.django_admin_log USING btree (user_id);

CREATE INDEX export_of_person ON schema_of_the_chain.review_searchexport USING btree (ordered_by_id, id DESC);

CREATE UNIQUE INDEX file_once_per_store ON schema_of_the_chain.transactions_sourcefile USING btree (store_id, sha256) WHERE (NOT ((state)::text = 'duplicate'::text));

CREATE INDEX file_store_state ON schema_of_the_chain.transactions_sourcefile USING btree (store_id, state, id DESC);

CREATE INDEX file_upload ON schema_of_the_chain.transactions_sourcefile USING btree (upload_id, state);

CREATE INDEX file_waiting_layout ON schema_of_the_chain.transactions_sourcefile USING btree (layout) WHERE ((state)::text = 'needs_mapping'::text);

CREATE INDEX gap_store_date ON schema_of_the_chain.transactions_gapexplanation USING btree (store_id, business_date);

CREATE INDEX hourly_measure_day ON schema_of_the_chain.transactions_hourlytotal USING btree (measure, business_date) INCLUDE (store_id);

CREATE INDEX hourly_seen ON schema_of_the_chain.transactions_hourlytotal USING btree (store_id, measure, business_date);

CREATE INDEX item_use_time ON schema_of_the_chain.transactions_itemuse USING btree (item_id, occurred_at DESC, transaction_id DESC) INCLUDE (store_id);

CREATE INDEX item_word ON schema_of_the_chain.transactions_itemword USING btree (word varchar_pattern_ops, item_id);

CREATE INDEX match_store_how ON schema_of_the_chain.transactions_match USING btree (store_id, how);

CREATE INDEX phone_number ON schema_of_the_chain.alerts_phone USING btree (number);

CREATE INDEX review_evidencecopy_package_id_eb8ec1e1 ON schema_of_the_chain.review_evidencecopy USING btree (package_id);

CREATE INDEX review_evidencepackage_transactions_evidencepackage_id_7bdb8c0c ON schema_of_the_chain.review_evidencepackage_transactions USING btree (evidencepackage_id);

CREATE INDEX review_evidencepackage_transactions_transaction_id_3013e729 ON schema_of_the_chain.review_evidencepackage_transactions USING btree (transaction_id);

CREATE INDEX review_newest ON schema_of_the_chain.transactions_review USING btree (status, occurred_at DESC, transaction_id DESC);

CREATE INDEX review_ranked ON schema_of_the_chain.transactions_review USING btree (status, risk DESC, occurred_at DESC, transaction_id DESC);

CREATE INDEX review_ringstep_ring_test_id_5b19fd91 ON schema_of_the_chain.review_ringstep USING btree (ring_test_id);

CREATE INDEX review_ringtest_started_by_id_738dd928 ON schema_of_the_chain.review_ringtest USING btree (started_by_id);

CREATE INDEX review_ringtest_store_id_b3a262d0 ON schema_of_the_chain.review_ringtest USING btree (store_id);

CREATE INDEX review_savedsearchevent_pgh_context_id_80052ec3 ON schema_of_the_chain.review_savedsearchevent USING btree (pgh_context_id);

CREATE INDEX review_savedsearchevent_pgh_obj_id_caa727f0 ON schema_of_the_chain.review_savedsearchevent USING btree (pgh_obj_id);

CREATE INDEX review_savedsearchevent_user_id_2e61d6f2 ON schema_of_the_chain.review_savedsearchevent USING btree (user_id);

CREATE INDEX review_share_copies_evidencecopy_id_b0e5362a ON schema_of_the_chain.review_share_copies USING btree (evidencecopy_id);

CREATE INDEX review_share_copies_share_id_dbfe42c2 ON schema_of_the_chain.review_share_copies USING btree (share_id);

CREATE INDEX review_share_digest_c9c23068_like ON schema_of_the_chain.review_share USING btree (digest varchar_pattern_ops);

CREATE INDEX review_share_package_id_fc77f057 ON schema_of_the_chain.review_share USING btree (package_id);

CREATE INDEX review_shareevent_made_by_id_b1155be7 ON schema_of_the_chain.review_shareevent USING btree (made_by_id);

CREATE INDEX review_shareevent_package_id_887ec086 ON schema_of_the_chain.review_shareevent USING btree (package_id);

CREATE INDEX review_shareevent_pgh_context_id_ad700adb ON schema_of_the_chain.review_shareevent USING btree (pgh_context_id);

CREATE INDEX review_shareevent_pgh_obj_id_ca4eac35 ON schema_of_the_chain.review_shareevent USING btree (pgh_obj_id);

CREATE INDEX review_shareevent_revoked_by_id_6b92a3a5 ON schema_of_the_chain.review_shareevent USING btree (revoked_by_id);

CREATE INDEX review_sharevisit_share_id_19d797f5 ON schema_of_the_chain.review_sharevisit USING btree (share_id);

CREATE INDEX review_signingkey_fingerprint_1fbfb81f_like ON schema_of_the_chain.review_signingkey USING btree (fingerprint varchar_pattern_ops);

CREATE INDEX review_signingkeyevent_made_by_id_b11f6838 ON schema_of_the_chain.review_signingkeyevent USING btree (made_by_id);

CREATE INDEX review_signingkeyevent_pgh_context_id_68ad4522 ON schema_of_the_chain.review_signingkeyevent USING btree (pgh_context_id);

CREATE INDEX review_signingkeyevent_pgh_obj_id_32a99e4e ON schema_of_the_chain.review_signingkeyevent USING btree (pgh_obj_id);

CREATE INDEX review_store ON schema_of_the_chain.transactions_review USING btree (store_id, status, risk DESC, occurred_at DESC, transaction_id DESC);

CREATE INDEX review_store_newest ON schema_of_the_chain.transactions_review USING btree (store_id, status, occurred_at DESC, transaction_id DESC);

CREATE INDEX ring_step_transaction ON schema_of_the_chain.review_ringstep USING btree (transaction_id) WHERE (transaction_id IS NOT NULL);

CREATE UNIQUE INDEX ring_test_open_once ON schema_of_the_chain.review_ringtest USING btree (store_id, register_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX rule_code_once ON schema_of_the_chain.alerts_rule USING btree (code) WHERE (NOT ((code)::text = ''::text));

CREATE INDEX run_source ON schema_of_the_chain.stores_sourcerun USING btree (source_id, id DESC);

CREATE INDEX sample_recorder ON schema_of_the_chain.stores_clocksample USING btree (recorder_id, at DESC);

CREATE INDEX sample_register ON schema_of_the_chain.stores_clocksample USING btree (register_id, at DESC);

CREATE INDEX score_standing ON schema_of_the_chain.alerts_score USING btree (span, probability DESC);

CREATE INDEX share_visit ON schema_of_the_chain.review_sharevisit USING btree (share_id, id DESC);

CREATE UNIQUE INDEX sighting_once ON schema_of_the_chain.stores_registercamera USING btree (register_id, camera_id) WHERE (until IS NULL);

CREATE UNIQUE INDEX signing_key_one_in_use ON schema_of_the_chain.review_signingkey USING btree ((1)) WHERE (retired_at IS NULL);

CREATE INDEX source_due ON schema_of_the_chain.stores_source USING btree (next_run_at) WHERE is_active;

CREATE INDEX stores_accesslog_user_id_64199738 ON schema_of_the_chain.stores_accesslog USING btree (user_id);

CREATE INDEX stores_camera_recorder_id_0a254c24 ON schema_of_the_chain.stores_camera USING btree (recorder_id);

CREATE INDEX stores_cameraevent_pgh_context_id_8e89de29 ON schema_of_the_chain.stores_cameraevent USING btree (pgh_context_id);

CREATE INDEX stores_cameraevent_pgh_obj_id_9b24f265 ON schema_of_the_chain.stores_cameraevent USING btree (pgh_obj_id);

CREATE INDEX stores_cameraevent_recorder_id_c8134e70 ON schema_of_the_chain.stores_cameraevent USING btree (recorder_id);

CREATE INDEX stores_cashier_store_id_c81675c4 ON schema_of_the_chain.stores_cashier USING btree (store_id);

CREATE INDEX stores_cashierassignment_cashier_id_e351c302 ON schema_of_the_chain.stores_cashierassignment USING btree (cashier_id);

CREATE INDEX stores_cashierassignment_person_id_6e536858 ON schema_of_the_chain.stores_cashierassignment USING btree (person_id);

CREATE INDEX stores_cashierassignmentevent_cashier_id_5f31877c ON schema_of_the_chain.stores_cashierassignmentevent USING btree (cashier_id);

CREATE INDEX stores_cashierassignmentevent_person_id_8fdcca58 ON schema_of_the_chain.stores_cashierassignmentevent USING btree (person_id);

CREATE INDEX stores_cashierassignmentevent_pgh_context_id_728f9807 ON schema_of_the_chain.stores_cashierassignmentevent USING btree (pgh_context_id);

CREATE INDEX stores_cashierassignmentevent_pgh_obj_id_d9ce09af ON schema_of_the_chain.stores_cashierassignmentevent USING btree (pgh_obj_id);

CREATE INDEX stores_cashierevent_pgh_context_id_a22807ee ON schema_of_the_chain.stores_cashierevent USING btree (pgh_context_id);

CREATE INDEX stores_cashierevent_pgh_obj_id_7c49e224 ON schema_of_the_chain.stores_cashierevent USING btree (pgh_obj_id);

CREATE INDEX stores_cashierevent_store_id_333ad23f ON schema_of_the_chain.stores_cashierevent USING btree (store_id);

CREATE INDEX stores_clocksample_recorder_id_7c58b61f ON schema_of_the_chain.stores_clocksample USING btree (recorder_id);

CREATE INDEX stores_clocksample_register_id_e7cbee95 ON schema_of_the_chain.stores_clocksample USING btree (register_id);

CREATE INDEX stores_person_user_id_ba61aa43 ON schema_of_the_chain.stores_person USING btree (user_id);

CREATE INDEX stores_personevent_pgh_context_id_cf8de7af ON schema_of_the_chain.stores_personevent USING btree (pgh_context_id);

CREATE INDEX stores_personevent_pgh_obj_id_ee473633 ON schema_of_the_chain.stores_personevent USING btree (pgh_obj_id);

CREATE INDEX stores_personevent_user_id_cce92440 ON schema_of_the_chain.stores_personevent USING btree (user_id);

CREATE INDEX stores_recorder_replaces_id_b501ceca ON schema_of_the_chain.stores_recorder USING btree (replaces_id);

CREATE INDEX stores_recorder_store_id_04115aca ON schema_of_the_chain.stores_recorder USING btree (store_id);

CREATE INDEX stores_recorderevent_pgh_context_id_6838f59a ON schema_of_the_chain.stores_recorderevent USING btree (pgh_context_id);

CREATE INDEX stores_recorderevent_pgh_obj_id_13c6d4b1 ON schema_of_the_chain.stores_recorderevent USING btree (pgh_obj_id);

CREATE INDEX stores_recorderevent_replaces_id_a9abd687 ON schema_of_the_chain.stores_recorderevent USING btree (replaces_id);

CREATE INDEX stores_recorderevent_store_id_c0bbe23f ON schema_of_the_chain.stores_recorderevent USING btree (store_id);

CREATE INDEX stores_register_store_id_96a049b5 ON schema_of_the_chain.stores_register USING btree (store_id);

CREATE INDEX stores_registercamera_camera_id_1b82da3e ON schema_of_the_chain.stores_registercamera USING btree (camera_id);

CREATE INDEX stores_registercamera_register_id_629a3d23 ON schema_of_the_chain.stores_registercamera USING btree (register_id);

CREATE INDEX stores_registercameraevent_camera_id_3f93dbe0 ON schema_of_the_chain.stores_registercameraevent USING btree (camera_id);

CREATE INDEX stores_registercameraevent_pgh_context_id_9d5b685d ON schema_of_the_chain.stores_registercameraevent USING btree (pgh_context_id);

CREATE INDEX stores_registercameraevent_pgh_obj_id_e698f34f ON schema_of_the_chain.stores_registercameraevent USING btree (pgh_obj_id);

CREATE INDEX stores_registercameraevent_register_id_1f3bfebb ON schema_of_the_chain.stores_registercameraevent USING btree (register_id);

CREATE INDEX stores_registerevent_pgh_context_id_9ee0e004 ON schema_of_the_chain.stores_registerevent USING btree (pgh_context_id);

CREATE INDEX stores_registerevent_pgh_obj_id_de71d2be ON schema_of_the_chain.stores_registerevent USING btree (pgh_obj_id);

CREATE INDEX stores_registerevent_store_id_c0e4fb93 ON schema_of_the_chain.stores_registerevent USING btree (store_id);

CREATE INDEX stores_route_store_id_6a3c6567 ON schema_of_the_chain.stores_route USING btree (store_id);

CREATE INDEX stores_routeevent_pgh_context_id_06a2e99d ON schema_of_the_chain.stores_routeevent USING btree (pgh_context_id);

CREATE INDEX stores_routeevent_pgh_obj_id_87a4396b ON schema_of_the_chain.stores_routeevent USING btree (pgh_obj_id);

CREATE INDEX stores_routeevent_store_id_a1382c8b ON schema_of_the_chain.stores_routeevent USING btree (store_id);

CREATE INDEX stores_source_store_id_bbb652a0 ON schema_of_the_chain.stores_source USING btree (store_id);

CREATE INDEX stores_sourceevent_pgh_context_id_044eff7f ON schema_of_the_chain.stores_sourceevent USING btree (pgh_context_id);

CREATE INDEX stores_sourceevent_pgh_obj_id_bf502c14 ON schema_of_the_chain.stores_sourceevent USING btree (pgh_obj_id);

CREATE INDEX stores_sourceevent_store_id_edd327c7 ON schema_of_the_chain.stores_sourceevent USING btree (store_id);

CREATE INDEX stores_sourcerun_asked_by_id_776b3587 ON schema_of_the_chain.stores_sourcerun USING btree (asked_by_id);

CREATE INDEX stores_sourcerun_source_id_05053a72 ON schema_of_the_chain.stores_sourcerun USING btree (source_id);

CREATE INDEX stores_store_code_01b19533_like ON schema_of_the_chain.stores_store USING btree (code varchar_pattern_ops);

CREATE INDEX stores_storeaccess_store_id_c7ffd730 ON schema_of_the_chain.stores_storeaccess USING btree (store_id);

CREATE INDEX stores_storeaccess_user_id_5e2ee4e9 ON schema_of_the_chain.stores_storeaccess USING btree (user_id);

CREATE INDEX stores_storeaccessevent_pgh_context_id_b3d685c1 ON schema_of_the_chain.stores_storeaccessevent USING btree (pgh_context_id);

CREATE INDEX stores_storeaccessevent_pgh_obj_id_8bc70c67 ON schema_of_the_chain.stores_storeaccessevent USING btree (pgh_obj_id);

CREATE INDEX stores_storeaccessevent_store_id_ac05d2b2 ON schema_of_the_chain.stores_storeaccessevent USING btree (store_id);

CREATE INDEX stores_storeaccessevent_user_id_9f3c3734 ON schema_of_the_chain.stores_storeaccessevent USING btree (user_id);

CREATE INDEX stores_storeevent_pgh_context_id_5b6325e3 ON schema_of_the_chain.stores_storeevent USING btree (pgh_context_id);

CREATE INDEX stores_storeevent_pgh_obj_id_ca04b97d ON schema_of_the_chain.stores_storeevent USING btree (pgh_obj_id);

CREATE INDEX stores_token_digest_29857b78_like ON schema_of_the_chain.stores_token USING btree (digest varchar_pattern_ops);

CREATE INDEX stores_token_made_by_id_eda81fe1 ON schema_of_the_chain.stores_token USING btree (made_by_id);

CREATE INDEX stores_token_store_id_4ae65b8a ON schema_of_the_chain.stores_token USING btree (store_id);

CREATE INDEX stores_tokenevent_made_by_id_f2a41b72 ON schema_of_the_chain.stores_tokenevent USING btree (made_by_id);

CREATE INDEX stores_tokenevent_pgh_context_id_d1af8e33 ON schema_of_the_chain.stores_tokenevent USING btree (pgh_context_id);

CREATE INDEX stores_tokenevent_pgh_obj_id_a114c9d4 ON schema_of_the_chain.stores_tokenevent USING btree (pgh_obj_id);

CREATE INDEX stores_tokenevent_store_id_4f697c84 ON schema_of_the_chain.stores_tokenevent USING btree (store_id);

CREATE UNIQUE INDEX subscription_role_once ON schema_of_the_chain.alerts_subscription USING btree (role, channel) WHERE (NOT ((role)::text = ''::text));

CREATE UNIQUE INDEX subscription_user_once ON schema_of_the_chain.alerts_subscription USING btree (user_id, channel) WHERE (user_id IS NOT NULL);

CREATE INDEX summary_newest ON schema_of_the_chain.alerts_summaryrun USING btree (business_date DESC, id DESC);

CREATE INDEX transactions_apirequest_token_id_213ffc44 ON schema_of_the_chain.transactions_apirequest USING btree (token_id);

CREATE INDEX transactions_gapexplanation_store_id_10eefdba ON schema_of_the_chain.transactions_gapexplanation USING btree (store_id);

CREATE INDEX transactions_gapexplanation_written_by_id_5a9f1c1e ON schema_of_the_chain.transactions_gapexplanation USING btree (written_by_id);

CREATE INDEX transactions_itemstouched_store_id_db732fa1 ON schema_of_the_chain.transactions_itemstouched USING btree (store_id);

CREATE INDEX transactions_itemword_item_id_601cdb25 ON schema_of_the_chain.transactions_itemword USING btree (item_id);

CREATE INDEX transactions_layoutvariant_confirmed_by_id_0adb525d ON schema_of_the_chain.transactions_layoutvariant USING btree (confirmed_by_id);

CREATE INDEX transactions_layoutvariant_source_file_id_bcee43fe ON schema_of_the_chain.transactions_layoutvariant USING btree (source_file_id);

CREATE INDEX transactions_layoutvariant_store_id_7ac3e10f ON schema_of_the_chain.transactions_layoutvariant USING btree (store_id);

CREATE INDEX transactions_mapping_confirmed_by_id_796f4853 ON schema_of_the_chain.transactions_mapping USING btree (confirmed_by_id);

CREATE INDEX transactions_match_upper_id_cc40c6c0 ON schema_of_the_chain.transactions_match USING btree (upper_id);

CREATE INDEX transactions_note_author_id_3ba8f6fb ON schema_of_the_chain.transactions_note USING btree (author_id);

CREATE INDEX transactions_note_transaction_id_fda5fe1f ON schema_of_the_chain.transactions_note USING btree (transaction_id);

CREATE INDEX transactions_reviewevent_assignee_id_07a2d222 ON schema_of_the_chain.transactions_reviewevent USING btree (assignee_id);

CREATE INDEX transactions_reviewevent_decided_by_id_d98d558d ON schema_of_the_chain.transactions_reviewevent USING btree (decided_by_id);

CREATE INDEX transactions_reviewevent_pgh_context_id_d6113cd7 ON schema_of_the_chain.transactions_reviewevent USING btree (pgh_context_id);

CREATE INDEX transactions_reviewevent_pgh_obj_id_566161d3 ON schema_of_the_chain.transactions_reviewevent USING btree (pgh_obj_id);

CREATE INDEX transactions_sourcefile_store_id_0589ce1d ON schema_of_the_chain.transactions_sourcefile USING btree (store_id);

CREATE INDEX transactions_sourcefile_upload_id_d5f7d4aa ON schema_of_the_chain.transactions_sourcefile USING btree (upload_id);

CREATE INDEX transactions_touched_store_id_cd9908fa ON schema_of_the_chain.transactions_touched USING btree (store_id);

CREATE INDEX transactions_unfamiliar_store_id_f53d0778 ON schema_of_the_chain.transactions_unfamiliar USING btree (store_id);

CREATE INDEX transactions_upload_received_by_id_a9b76a1f ON schema_of_the_chain.transactions_upload USING btree (received_by_id);

CREATE INDEX transactions_upload_store_id_d3637db0 ON schema_of_the_chain.transactions_upload USING btree (store_id);

CREATE INDEX trial_asked ON schema_of_the_chain.alerts_trial USING btree (asked_by_id, asked_at);

CREATE INDEX txn_cashier_time ON schema_of_the_chain.transactions_transaction USING btree (cashier_id, occurred_at DESC, id DESC);

CREATE INDEX txn_flagged_store ON schema_of_the_chain.transactions_transaction USING btree (store_id, occurred_at DESC, id DESC) INCLUDE (flags, standing) WHERE (NOT (flags = '{}'::character varying(20)[]));

CREATE INDEX txn_flagged_time ON schema_of_the_chain.transactions_transaction USING btree (occurred_at DESC, id DESC) INCLUDE (store_id, flags, standing) WHERE (NOT (flags = '{}'::character varying(20)[]));

CREATE INDEX txn_flags ON schema_of_the_chain.transactions_transaction USING gin (flags) WITH (fastupdate=off) WHERE (NOT (flags = '{}'::character varying(20)[]));

CREATE INDEX txn_implausible ON schema_of_the_chain.transactions_transaction USING btree (store_id) WHERE ((time_quality)::text = 'implausible'::text);

CREATE INDEX txn_lower_source ON schema_of_the_chain.transactions_transaction USING btree (store_id, business_date) WHERE (source_rank < 100);

CREATE INDEX txn_not_counted ON schema_of_the_chain.transactions_transaction USING btree (store_id, standing) WHERE (NOT ((standing)::text = ''::text));

CREATE INDEX txn_number ON schema_of_the_chain.transactions_transaction USING btree (transaction_no);

CREATE INDEX txn_odd_time ON schema_of_the_chain.transactions_transaction USING btree (store_id, occurred_at) WHERE (NOT (((event_type)::text = 'sale'::text) AND (flags = '{}'::character varying(20)[])));

CREATE INDEX txn_register_time ON schema_of_the_chain.transactions_transaction USING btree (register_id, occurred_at, id);

CREATE INDEX txn_store_amount ON schema_of_the_chain.transactions_transaction USING btree (store_id, abs(amount), id);

CREATE INDEX txn_store_day_time ON schema_of_the_chain.transactions_transaction USING btree (store_id, business_date, occurred_at, id);

CREATE INDEX txn_store_time ON schema_of_the_chain.transactions_transaction USING btree (store_id, occurred_at DESC, id DESC);

CREATE INDEX txn_time ON schema_of_the_chain.transactions_transaction USING btree (occurred_at DESC, id DESC);

CREATE INDEX txn_told_elsewhere ON schema_of_the_chain.transactions_transaction USING btree (source_file_id, standing) INCLUDE (flags) WHERE (NOT ((standing)::text = ''::text));

CREATE INDEX txn_training_time ON schema_of_the_chain.transactions_transaction USING btree (occurred_at DESC, id DESC) WHERE is_training;

CREATE INDEX txn_type_time ON schema_of_the_chain.transactions_transaction USING btree (event_type, occurred_at DESC) WHERE (NOT ((event_type)::text = 'sale'::text));

CREATE TRIGGER pgtrigger_append_only_0527c BEFORE DELETE OR UPDATE ON schema_of_the_chain.review_shareevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_0527c();

COMMENT ON TRIGGER pgtrigger_append_only_0527c ON schema_of_the_chain.review_shareevent IS 'd15d9f273ac906ab73e1fc817cb661c3933d8258';

CREATE TRIGGER pgtrigger_append_only_0620a BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_accesslog FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_0620a();

COMMENT ON TRIGGER pgtrigger_append_only_0620a ON schema_of_the_chain.stores_accesslog IS '567797579e4a252c68ebe33f3053ebe911101968';

CREATE TRIGGER pgtrigger_append_only_08087 BEFORE DELETE OR UPDATE ON schema_of_the_chain.transactions_reviewevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_08087();

COMMENT ON TRIGGER pgtrigger_append_only_08087 ON schema_of_the_chain.transactions_reviewevent IS 'b7ed7be7fbf143c2c216035290a3914f5ef36869';

CREATE TRIGGER pgtrigger_append_only_0abd6 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_routeevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_0abd6();

COMMENT ON TRIGGER pgtrigger_append_only_0abd6 ON schema_of_the_chain.stores_routeevent IS '2411e4f1a19e94c326b6790d129a2035ca196207';

CREATE TRIGGER pgtrigger_append_only_2c375 BEFORE DELETE OR UPDATE ON schema_of_the_chain.transactions_note FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_2c375();

COMMENT ON TRIGGER pgtrigger_append_only_2c375 ON schema_of_the_chain.transactions_note IS '94bfda52a20bfeedd625b1f143ecbdafeb780479';

CREATE TRIGGER pgtrigger_append_only_3a962 BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_subscriptionevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_3a962();

COMMENT ON TRIGGER pgtrigger_append_only_3a962 ON schema_of_the_chain.alerts_subscriptionevent IS '1b1f0472b06a4992129a4b7f6c387eb2fc6f9538';

CREATE TRIGGER pgtrigger_append_only_48cf2 BEFORE DELETE OR UPDATE ON schema_of_the_chain.review_sharevisit FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_48cf2();

COMMENT ON TRIGGER pgtrigger_append_only_48cf2 ON schema_of_the_chain.review_sharevisit IS 'fb71251dc574abc71d534f383641bb141b2963e1';

CREATE TRIGGER pgtrigger_append_only_4f916 BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_optoutevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_4f916();

COMMENT ON TRIGGER pgtrigger_append_only_4f916 ON schema_of_the_chain.alerts_optoutevent IS '08a97f2da88c9a3fe426763b2510f7edfdc23edd';

CREATE TRIGGER pgtrigger_append_only_57f04 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_sourceevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_57f04();

COMMENT ON TRIGGER pgtrigger_append_only_57f04 ON schema_of_the_chain.stores_sourceevent IS '8ddb6742348924fcab2cd93100d8e79eb2b39ff1';

CREATE TRIGGER pgtrigger_append_only_5bd52 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_cameraevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_5bd52();

COMMENT ON TRIGGER pgtrigger_append_only_5bd52 ON schema_of_the_chain.stores_cameraevent IS 'f08349f67e585ae16ed1aa2696ceb76ddd405b57';

CREATE TRIGGER pgtrigger_append_only_7c627 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_recorderevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_7c627();

COMMENT ON TRIGGER pgtrigger_append_only_7c627 ON schema_of_the_chain.stores_recorderevent IS '20718bc5eb2bfbe6de234596df5acfcd71648309';

CREATE TRIGGER pgtrigger_append_only_7e60b BEFORE DELETE OR UPDATE ON schema_of_the_chain.review_signingkeyevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_7e60b();

COMMENT ON TRIGGER pgtrigger_append_only_7e60b ON schema_of_the_chain.review_signingkeyevent IS '37870bb1b99bcc9f300dfa0df13fd0ddff057580';

CREATE TRIGGER pgtrigger_append_only_87f6d BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_summaryscheduleevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_87f6d();

COMMENT ON TRIGGER pgtrigger_append_only_87f6d ON schema_of_the_chain.alerts_summaryscheduleevent IS 'b4894f75bf4053ae675d3dea1d7ec53f440435e0';

CREATE TRIGGER pgtrigger_append_only_93239 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_registercameraevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_93239();

COMMENT ON TRIGGER pgtrigger_append_only_93239 ON schema_of_the_chain.stores_registercameraevent IS 'aff753462f75d3e8ae27c3db16cb5e59bc56da13';

CREATE TRIGGER pgtrigger_append_only_94628 BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_ruleevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_94628();

COMMENT ON TRIGGER pgtrigger_append_only_94628 ON schema_of_the_chain.alerts_ruleevent IS '5c4b50eea0cd754202bfd2932e8f80fa78408700';

CREATE TRIGGER pgtrigger_append_only_99fab BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_phoneevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_99fab();

COMMENT ON TRIGGER pgtrigger_append_only_99fab ON schema_of_the_chain.alerts_phoneevent IS '7e1264e10925ae278027c33bd1e08fbcc03eabf5';

CREATE TRIGGER pgtrigger_append_only_9e15c BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_deliveryattempt FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_9e15c();

COMMENT ON TRIGGER pgtrigger_append_only_9e15c ON schema_of_the_chain.alerts_deliveryattempt IS 'bd2da2f9c4f195f1e83ea245e5bda77a951bb8c8';

CREATE TRIGGER pgtrigger_append_only_a03bc BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_cashierevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_a03bc();

COMMENT ON TRIGGER pgtrigger_append_only_a03bc ON schema_of_the_chain.stores_cashierevent IS '1bf593815ec6a9217359a9739dea360bf2f3b06c';

CREATE TRIGGER pgtrigger_append_only_a0dbb BEFORE DELETE OR UPDATE ON schema_of_the_chain.alerts_webhookevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_a0dbb();

COMMENT ON TRIGGER pgtrigger_append_only_a0dbb ON schema_of_the_chain.alerts_webhookevent IS 'e087f7a233e7c25cd4acf9a5df004e9ca558ee3b';

CREATE TRIGGER pgtrigger_append_only_a5da5 BEFORE DELETE OR UPDATE ON schema_of_the_chain.clips_retentionevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_a5da5();

COMMENT ON TRIGGER pgtrigger_append_only_a5da5 ON schema_of_the_chain.clips_retentionevent IS 'ba8385c5cde9e37e97c57a876ffb534f18fbf809';

CREATE TRIGGER pgtrigger_append_only_aa36d BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_storeevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_aa36d();

COMMENT ON TRIGGER pgtrigger_append_only_aa36d ON schema_of_the_chain.stores_storeevent IS '6dfd97355c810731fb89d6d9d302d5069577d4e5';

CREATE TRIGGER pgtrigger_append_only_aff85 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_tokenevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_aff85();

COMMENT ON TRIGGER pgtrigger_append_only_aff85 ON schema_of_the_chain.stores_tokenevent IS '83bd3e2f9430f77055b97b60798e8c73c1e848b7';

CREATE TRIGGER pgtrigger_append_only_b333b BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_cashierassignmentevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_b333b();

COMMENT ON TRIGGER pgtrigger_append_only_b333b ON schema_of_the_chain.stores_cashierassignmentevent IS '7b6c532027e0d86fea1e6dec6fd68d0a9cfe6896';

CREATE TRIGGER pgtrigger_append_only_c913b BEFORE DELETE OR UPDATE ON schema_of_the_chain.clips_holdevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_c913b();

COMMENT ON TRIGGER pgtrigger_append_only_c913b ON schema_of_the_chain.clips_holdevent IS '3dbaf33a8b7e9de6af1a86c146eb76251687ce1d';

CREATE TRIGGER pgtrigger_append_only_d896c BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_storeaccessevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_d896c();

COMMENT ON TRIGGER pgtrigger_append_only_d896c ON schema_of_the_chain.stores_storeaccessevent IS '675db3c8231d64b8181298641e1063653d6ac0e3';

CREATE TRIGGER pgtrigger_append_only_dfcb7 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_registerevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_dfcb7();

COMMENT ON TRIGGER pgtrigger_append_only_dfcb7 ON schema_of_the_chain.stores_registerevent IS 'b9141c6c338dcd8ebf4588285edde3794e22d253';

CREATE TRIGGER pgtrigger_append_only_e63b0 BEFORE DELETE OR UPDATE ON schema_of_the_chain.review_savedsearchevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_e63b0();

COMMENT ON TRIGGER pgtrigger_append_only_e63b0 ON schema_of_the_chain.review_savedsearchevent IS 'dd90b90ef28e53a85b68fc72ba31edf64970b489';

CREATE TRIGGER pgtrigger_append_only_f4683 BEFORE DELETE OR UPDATE ON schema_of_the_chain.stores_personevent FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_f4683();

COMMENT ON TRIGGER pgtrigger_append_only_f4683 ON schema_of_the_chain.stores_personevent IS '3a9057af878a2b3aa8d32f6cc7666277dc77d9c3';

CREATE TRIGGER pgtrigger_append_only_fe748 BEFORE DELETE OR UPDATE ON schema_of_the_chain.transactions_gapexplanation FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_append_only_fe748();

COMMENT ON TRIGGER pgtrigger_append_only_fe748 ON schema_of_the_chain.transactions_gapexplanation IS '796258397c5f640e83ce9e6089f88aced88a4877';

CREATE TRIGGER pgtrigger_delete_delete_03e4b AFTER DELETE ON schema_of_the_chain.stores_cashierassignment FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_03e4b();

COMMENT ON TRIGGER pgtrigger_delete_delete_03e4b ON schema_of_the_chain.stores_cashierassignment IS '507d081bc5a3f3173ee8d6fc70680479aaf79c58';

CREATE TRIGGER pgtrigger_delete_delete_0a5e1 AFTER DELETE ON schema_of_the_chain.stores_recorder FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_0a5e1();

COMMENT ON TRIGGER pgtrigger_delete_delete_0a5e1 ON schema_of_the_chain.stores_recorder IS '9318d4ee4521dbe09efc0340ca30e3b422eac52b';

CREATE TRIGGER pgtrigger_delete_delete_17b45 AFTER DELETE ON schema_of_the_chain.review_savedsearch FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_17b45();

COMMENT ON TRIGGER pgtrigger_delete_delete_17b45 ON schema_of_the_chain.review_savedsearch IS '4d12bc3a421320387b16bfc2576d4302dc6291d0';

CREATE TRIGGER pgtrigger_delete_delete_1f031 AFTER DELETE ON schema_of_the_chain.alerts_summaryschedule FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_1f031();

COMMENT ON TRIGGER pgtrigger_delete_delete_1f031 ON schema_of_the_chain.alerts_summaryschedule IS 'cae5cb843f70f40907753f46b49ea2bf3a2bb469';

CREATE TRIGGER pgtrigger_delete_delete_390e8 AFTER DELETE ON schema_of_the_chain.stores_source FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_390e8();

COMMENT ON TRIGGER pgtrigger_delete_delete_390e8 ON schema_of_the_chain.stores_source IS '37bef769e22d637ab83ee6bfb7fff6c13083a777';

CREATE TRIGGER pgtrigger_delete_delete_52a2a AFTER DELETE ON schema_of_the_chain.alerts_rule FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_52a2a();

COMMENT ON TRIGGER pgtrigger_delete_delete_52a2a ON schema_of_the_chain.alerts_rule IS 'b3fa18d5475a59c1fdfbc94f62f275a11bde4657';

CREATE TRIGGER pgtrigger_delete_delete_5320f AFTER DELETE ON schema_of_the_chain.stores_registercamera FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5320f();

COMMENT ON TRIGGER pgtrigger_delete_delete_5320f ON schema_of_the_chain.stores_registercamera IS 'dbf34c4957bc9f47c481ee70c3b4166fc2ee7f5a';

CREATE TRIGGER pgtrigger_delete_delete_5c737 AFTER DELETE ON schema_of_the_chain.stores_register FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5c737();

COMMENT ON TRIGGER pgtrigger_delete_delete_5c737 ON schema_of_the_chain.stores_register IS '10d6c635a8ab679aaa05c9b6db540ded97fd8eb9';

CREATE TRIGGER pgtrigger_delete_delete_5ed2e AFTER DELETE ON schema_of_the_chain.alerts_optout FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_5ed2e();

COMMENT ON TRIGGER pgtrigger_delete_delete_5ed2e ON schema_of_the_chain.alerts_optout IS '4bf25dbef7a72e6b634167fb4ed2b008147bd0de';

CREATE TRIGGER pgtrigger_delete_delete_61736 AFTER DELETE ON schema_of_the_chain.stores_storeaccess FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_61736();

COMMENT ON TRIGGER pgtrigger_delete_delete_61736 ON schema_of_the_chain.stores_storeaccess IS 'abcf32087513bdecb8f54c6bee467b504ebee5cc';

CREATE TRIGGER pgtrigger_delete_delete_6df18 AFTER DELETE ON schema_of_the_chain.stores_cashier FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_6df18();

COMMENT ON TRIGGER pgtrigger_delete_delete_6df18 ON schema_of_the_chain.stores_cashier IS '1654c55d33cdf938c2f31391c7e7ae20e6b0c359';

CREATE TRIGGER pgtrigger_delete_delete_9fe8e AFTER DELETE ON schema_of_the_chain.stores_camera FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_9fe8e();

COMMENT ON TRIGGER pgtrigger_delete_delete_9fe8e ON schema_of_the_chain.stores_camera IS 'b621cfb2f224a3c72e894258edb0cb3d1aed5751';

CREATE TRIGGER pgtrigger_delete_delete_b187c AFTER DELETE ON schema_of_the_chain.alerts_phone FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b187c();

COMMENT ON TRIGGER pgtrigger_delete_delete_b187c ON schema_of_the_chain.alerts_phone IS '00b4153e1b9044adb3b91ced717058a427c8b9a4';

CREATE TRIGGER pgtrigger_delete_delete_b25a4 AFTER DELETE ON schema_of_the_chain.stores_store FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b25a4();

COMMENT ON TRIGGER pgtrigger_delete_delete_b25a4 ON schema_of_the_chain.stores_store IS '543a5855d629393defaf6596e807e73fcf3f3758';

CREATE TRIGGER pgtrigger_delete_delete_b78be AFTER DELETE ON schema_of_the_chain.clips_retention FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_b78be();

COMMENT ON TRIGGER pgtrigger_delete_delete_b78be ON schema_of_the_chain.clips_retention IS '0cc1228224b0c798a4973e1003c2cb1388265f77';

CREATE TRIGGER pgtrigger_delete_delete_bf92c AFTER DELETE ON schema_of_the_chain.alerts_webhook FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_bf92c();

COMMENT ON TRIGGER pgtrigger_delete_delete_bf92c ON schema_of_the_chain.alerts_webhook IS '748e3ccab3d028973a8bed2ea2057146338edeaa';

CREATE TRIGGER pgtrigger_delete_delete_cb880 AFTER DELETE ON schema_of_the_chain.stores_route FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_cb880();

COMMENT ON TRIGGER pgtrigger_delete_delete_cb880 ON schema_of_the_chain.stores_route IS 'e36f18fb6c7c82fcbbd27c19fc6fa932da53dad3';

CREATE TRIGGER pgtrigger_delete_delete_e71d3 AFTER DELETE ON schema_of_the_chain.clips_hold FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_e71d3();

COMMENT ON TRIGGER pgtrigger_delete_delete_e71d3 ON schema_of_the_chain.clips_hold IS '895d44766980aa944f1770f86d8e7321fdd3a1be';

CREATE TRIGGER pgtrigger_delete_delete_f18c1 AFTER DELETE ON schema_of_the_chain.alerts_subscription FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_f18c1();

COMMENT ON TRIGGER pgtrigger_delete_delete_f18c1 ON schema_of_the_chain.alerts_subscription IS '9eecccc461a4a7d280f87539312070e59702788c';

CREATE TRIGGER pgtrigger_delete_delete_f4a10 AFTER DELETE ON schema_of_the_chain.stores_person FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_delete_delete_f4a10();

COMMENT ON TRIGGER pgtrigger_delete_delete_f4a10 ON schema_of_the_chain.stores_person IS '97b1a28921e5ee1f136937eaddf10c1363d31dcc';

CREATE TRIGGER pgtrigger_insert_insert_03bb7 AFTER INSERT ON schema_of_the_chain.review_signingkey FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_03bb7();

COMMENT ON TRIGGER pgtrigger_insert_insert_03bb7 ON schema_of_the_chain.review_signingkey IS '9a7314ace0443eb15140a0652888706998b17e7c';

CREATE TRIGGER pgtrigger_insert_insert_04944 AFTER INSERT ON schema_of_the_chain.stores_cashierassignment FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_04944();

COMMENT ON TRIGGER pgtrigger_insert_insert_04944 ON schema_of_the_chain.stores_cashierassignment IS '2919ed0fa3249347ee62a69132e4336699151abf';

CREATE TRIGGER pgtrigger_insert_insert_06938 AFTER INSERT ON schema_of_the_chain.stores_person FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_06938();

COMMENT ON TRIGGER pgtrigger_insert_insert_06938 ON schema_of_the_chain.stores_person IS '84aa6398f3f8a4f0163fce957ea7b7261766ba78';

CREATE TRIGGER pgtrigger_insert_insert_11158 AFTER INSERT ON schema_of_the_chain.alerts_optout FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_11158();

COMMENT ON TRIGGER pgtrigger_insert_insert_11158 ON schema_of_the_chain.alerts_optout IS '3dd94e823b2a0d26dba7b55cac4aa8c7f0b564bd';

CREATE TRIGGER pgtrigger_insert_insert_15272 AFTER INSERT ON schema_of_the_chain.stores_route FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_15272();

COMMENT ON TRIGGER pgtrigger_insert_insert_15272 ON schema_of_the_chain.stores_route IS '24546178028241046f6caca5b016756d88c91134';

CREATE TRIGGER pgtrigger_insert_insert_1800d AFTER INSERT ON schema_of_the_chain.stores_register FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_1800d();

COMMENT ON TRIGGER pgtrigger_insert_insert_1800d ON schema_of_the_chain.stores_register IS '11ea5dbc1e660bbfb5b1685600d515719c983e94';

CREATE TRIGGER pgtrigger_insert_insert_1ebf2 AFTER INSERT ON schema_of_the_chain.review_share FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_1ebf2();

COMMENT ON TRIGGER pgtrigger_insert_insert_1ebf2 ON schema_of_the_chain.review_share IS 'a31175135fcf80580f580eb9639bec406211bd2d';

CREATE TRIGGER pgtrigger_insert_insert_2657b AFTER INSERT ON schema_of_the_chain.alerts_rule FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_2657b();

COMMENT ON TRIGGER pgtrigger_insert_insert_2657b ON schema_of_the_chain.alerts_rule IS 'e20856d8499b2b18c85f570090713567c65ed158';

CREATE TRIGGER pgtrigger_insert_insert_2de84 AFTER INSERT ON schema_of_the_chain.alerts_phone FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_2de84();

COMMENT ON TRIGGER pgtrigger_insert_insert_2de84 ON schema_of_the_chain.alerts_phone IS 'a47c60be3d79b5292f04d5bd2fea849c80abf743';

CREATE TRIGGER pgtrigger_insert_insert_3c6f7 AFTER INSERT ON schema_of_the_chain.alerts_summaryschedule FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_3c6f7();

COMMENT ON TRIGGER pgtrigger_insert_insert_3c6f7 ON schema_of_the_chain.alerts_summaryschedule IS 'ec933c650139ff0692679c87edaf3ffe885afc58';

CREATE TRIGGER pgtrigger_insert_insert_4a391 AFTER INSERT ON schema_of_the_chain.stores_registercamera FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_4a391();

COMMENT ON TRIGGER pgtrigger_insert_insert_4a391 ON schema_of_the_chain.stores_registercamera IS 'cf8f16b063417bfe830925b15f7083996d02e455';

CREATE TRIGGER pgtrigger_insert_insert_67f2c AFTER INSERT ON schema_of_the_chain.stores_cashier FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_67f2c();

COMMENT ON TRIGGER pgtrigger_insert_insert_67f2c ON schema_of_the_chain.stores_cashier IS '7734ee5cec1a806880d79d0144dae9a2aca4310a';

CREATE TRIGGER pgtrigger_insert_insert_7ae3e AFTER INSERT ON schema_of_the_chain.alerts_subscription FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_7ae3e();

COMMENT ON TRIGGER pgtrigger_insert_insert_7ae3e ON schema_of_the_chain.alerts_subscription IS 'ecb2d88e6a2cd90250d18bb1c9e3ef19725c6244';

CREATE TRIGGER pgtrigger_insert_insert_8205b AFTER INSERT ON schema_of_the_chain.stores_token FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_8205b();

COMMENT ON TRIGGER pgtrigger_insert_insert_8205b ON schema_of_the_chain.stores_token IS 'f177ae409b81a4cce1bf0bb3518df135f6587ff7';

CREATE TRIGGER pgtrigger_insert_insert_90f6b AFTER INSERT ON schema_of_the_chain.stores_camera FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_90f6b();

COMMENT ON TRIGGER pgtrigger_insert_insert_90f6b ON schema_of_the_chain.stores_camera IS 'cd91ee89ae4b64f177a78e2e2eb44ee9524ce12a';

CREATE TRIGGER pgtrigger_insert_insert_99db6 AFTER INSERT ON schema_of_the_chain.review_savedsearch FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_99db6();

COMMENT ON TRIGGER pgtrigger_insert_insert_99db6 ON schema_of_the_chain.review_savedsearch IS '524ad3fbbcefb7dc0eae52c8259d80f5ea9bcec1';

CREATE TRIGGER pgtrigger_insert_insert_a985f AFTER INSERT ON schema_of_the_chain.stores_recorder FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_a985f();

COMMENT ON TRIGGER pgtrigger_insert_insert_a985f ON schema_of_the_chain.stores_recorder IS '2fde4a324306d32fd5ee33a45afcf7a5685f4cbe';

CREATE TRIGGER pgtrigger_insert_insert_ad893 AFTER INSERT ON schema_of_the_chain.clips_hold FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_ad893();

COMMENT ON TRIGGER pgtrigger_insert_insert_ad893 ON schema_of_the_chain.clips_hold IS 'de87990356f8ba058b927bb7b2f0c27876e6e4b2';

CREATE TRIGGER pgtrigger_insert_insert_b13b8 AFTER INSERT ON schema_of_the_chain.clips_retention FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_b13b8();

COMMENT ON TRIGGER pgtrigger_insert_insert_b13b8 ON schema_of_the_chain.clips_retention IS 'a7d5c5e1d44b1b212494853aa0a2f7fe6e075229';

CREATE TRIGGER pgtrigger_insert_insert_c563f AFTER INSERT ON schema_of_the_chain.stores_storeaccess FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_c563f();

COMMENT ON TRIGGER pgtrigger_insert_insert_c563f ON schema_of_the_chain.stores_storeaccess IS 'c1d7d1fc1ae76bae54e14e2bfd0c80ce9ccd8780';

CREATE TRIGGER pgtrigger_insert_insert_ce792 AFTER INSERT ON schema_of_the_chain.stores_source FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_ce792();

COMMENT ON TRIGGER pgtrigger_insert_insert_ce792 ON schema_of_the_chain.stores_source IS 'b30bc02367f241e5ea351eb277cab2bc5feca846';

CREATE TRIGGER pgtrigger_insert_insert_d3210 AFTER INSERT ON schema_of_the_chain.stores_store FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_d3210();

COMMENT ON TRIGGER pgtrigger_insert_insert_d3210 ON schema_of_the_chain.stores_store IS '2982004ef0a65676c9e8c6b4aecfc57ab3d36f71';

CREATE TRIGGER pgtrigger_insert_insert_e5b75 AFTER INSERT ON schema_of_the_chain.alerts_webhook FOR EACH ROW EXECUTE FUNCTION schema_of_the_chain.pgtrigger_insert_insert_e5b75();

COMMENT ON TRIGGER pgtrigger_insert_insert_e5b75 ON schema_of_the_chain.alerts_webhook IS '6789d2b703aa41a7dac901b7d1db97468550669c';

CREATE TRIGGER pgtrigger_update_update_0f844 AFTER UPDATE ON schema_of_the_chain.stores_recorder FOR EACH ROW WHEN (((old.clock_error_ms IS DISTINCT FROM new.clock_error_ms) OR (old.clock_offset_ms IS DISTINCT FROM new.clock_offset_ms) OR ((old.driver)::text IS DISTINCT FROM (new.driver)::text) OR ((old.firmware)::text IS DISTINCT FROM (new.firmware)::text) OR (old.id IS DISTINCT FROM new.id) OR (old.is_active IS DISTINCT FROM new.is_active) OR (old.is_draft IS DISTINCT FROM new.is_draft) OR ((old.model_name)::text IS DISTINCT FROM (new.model_name)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR (old.options IS DISTINCT FROM new.options) OR (old.replaces_id IS DISTINCT FROM new.replaces_id) OR (old.retired_at IS DISTINCT FROM new.retired_at) OR ((old.serial)::text IS DISTINCT FROM (new.serial)::text) OR (old.since IS DISTINCT FROM new.since) OR (old.slots IS DISTINCT FROM new.slots) OR (old.store_id IS DISTINCT FROM new.store_id) OR ((old.time_base)::text IS DISTINCT FROM (new.time_base)::text))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_0f844();

COMMENT ON TRIGGER pgtrigger_update_update_0f844 ON schema_of_the_chain.stores_recorder IS '0fb423bf3269bd1362348a4868dae1754a132c53';

CREATE TRIGGER pgtrigger_update_update_11cd7 AFTER UPDATE ON schema_of_the_chain.alerts_subscription FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_11cd7();

COMMENT ON TRIGGER pgtrigger_update_update_11cd7 ON schema_of_the_chain.alerts_subscription IS 'b53a04ebb1e3d317ea679d1e441bc5787ad420c8';

CREATE TRIGGER pgtrigger_update_update_33119 AFTER UPDATE ON schema_of_the_chain.stores_token FOR EACH ROW WHEN (((old.expires_at IS DISTINCT FROM new.expires_at) OR (old.id IS DISTINCT FROM new.id) OR (old.made_at IS DISTINCT FROM new.made_at) OR (old.made_by_id IS DISTINCT FROM new.made_by_id) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.prefix)::text IS DISTINCT FROM (new.prefix)::text) OR (old.revoked_at IS DISTINCT FROM new.revoked_at) OR ((old.scope)::text IS DISTINCT FROM (new.scope)::text) OR (old.store_id IS DISTINCT FROM new.store_id))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_33119();

COMMENT ON TRIGGER pgtrigger_update_update_33119 ON schema_of_the_chain.stores_token IS 'e4b3b63e4b68b4be91aa910a60e795f6315254b7';

CREATE TRIGGER pgtrigger_update_update_33f7b AFTER UPDATE ON schema_of_the_chain.stores_store FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_33f7b();

COMMENT ON TRIGGER pgtrigger_update_update_33f7b ON schema_of_the_chain.stores_store IS '42b2485376bdfc3e99fb1d72cbd9467a559afb56';

CREATE TRIGGER pgtrigger_update_update_3cd3a AFTER UPDATE ON schema_of_the_chain.alerts_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_3cd3a();

COMMENT ON TRIGGER pgtrigger_update_update_3cd3a ON schema_of_the_chain.alerts_rule IS 'c63f2d4ca93e3d04e47bb1229dbcf1b2c8944125';

CREATE TRIGGER pgtrigger_update_update_45d1d AFTER UPDATE ON schema_of_the_chain.clips_retention FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_45d1d();

COMMENT ON TRIGGER pgtrigger_update_update_45d1d ON schema_of_the_chain.clips_retention IS '6be1c100c892fd05c9bb850af0ee7d5118de2e71';

CREATE TRIGGER pgtrigger_update_update_47545 AFTER UPDATE ON schema_of_the_chain.review_savedsearch FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_47545();

COMMENT ON TRIGGER pgtrigger_update_update_47545 ON schema_of_the_chain.review_savedsearch IS '226fbc230989ca4409b0cc164b60b8ba1d6bd341';

CREATE TRIGGER pgtrigger_update_update_5bbb0 AFTER UPDATE ON schema_of_the_chain.stores_cashierassignment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_5bbb0();

COMMENT ON TRIGGER pgtrigger_update_update_5bbb0 ON schema_of_the_chain.stores_cashierassignment IS 'c7665efe9dd2f0dccd76477cc9f1dc3811d5e183';

CREATE TRIGGER pgtrigger_update_update_5db73 AFTER UPDATE ON schema_of_the_chain.stores_camera FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_5db73();

COMMENT ON TRIGGER pgtrigger_update_update_5db73 ON schema_of_the_chain.stores_camera IS '8f33b20fa1953930dce5f0aad6d7c892ba009525';

CREATE TRIGGER pgtrigger_update_update_6b3e8 AFTER UPDATE ON schema_of_the_chain.alerts_phone FOR EACH ROW WHEN (((old.code_sent_at IS DISTINCT FROM new.code_sent_at) OR (old.consent IS DISTINCT FROM new.consent) OR (old.consent_at IS DISTINCT FROM new.consent_at) OR (old.id IS DISTINCT FROM new.id) OR ((old.number)::text IS DISTINCT FROM (new.number)::text) OR (old.stopped_at IS DISTINCT FROM new.stopped_at) OR (old.user_id IS DISTINCT FROM new.user_id) OR (old.verified_at IS DISTINCT FROM new.verified_at))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_6b3e8();

COMMENT ON TRIGGER pgtrigger_update_update_6b3e8 ON schema_of_the_chain.alerts_phone IS '3828fab0c3ac866589240ef4e681cb41b6490108';

CREATE TRIGGER pgtrigger_update_update_7bd49 AFTER UPDATE ON schema_of_the_chain.stores_route FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_7bd49();

COMMENT ON TRIGGER pgtrigger_update_update_7bd49 ON schema_of_the_chain.stores_route IS '25eaf2ae54ba876df43b1aaa26813c29d3871f16';

CREATE TRIGGER pgtrigger_update_update_7d98e AFTER UPDATE ON schema_of_the_chain.transactions_review FOR EACH ROW WHEN (((old.assignee_id IS DISTINCT FROM new.assignee_id) OR (old.decided_at IS DISTINCT FROM new.decided_at) OR (old.decided_by_id IS DISTINCT FROM new.decided_by_id) OR ((old.status)::text IS DISTINCT FROM (new.status)::text) OR (old.version IS DISTINCT FROM new.version))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_7d98e();

COMMENT ON TRIGGER pgtrigger_update_update_7d98e ON schema_of_the_chain.transactions_review IS '0576d304486aeb6b880d9a40c5db166d0313eb36';

CREATE TRIGGER pgtrigger_update_update_89b37 AFTER UPDATE ON schema_of_the_chain.stores_registercamera FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_89b37();

COMMENT ON TRIGGER pgtrigger_update_update_89b37 ON schema_of_the_chain.stores_registercamera IS '5caddf9d3b03aa3cc6e7e9c95723ffe96aca710e';

CREATE TRIGGER pgtrigger_update_update_9411a AFTER UPDATE ON schema_of_the_chain.stores_cashier FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_9411a();

COMMENT ON TRIGGER pgtrigger_update_update_9411a ON schema_of_the_chain.stores_cashier IS 'fefed0d9698c0cdcce7163e23250e6cfc01fb242';

CREATE TRIGGER pgtrigger_update_update_a1a7d AFTER UPDATE ON schema_of_the_chain.review_signingkey FOR EACH ROW WHEN ((((old.fingerprint)::text IS DISTINCT FROM (new.fingerprint)::text) OR (old.id IS DISTINCT FROM new.id) OR (old.made_at IS DISTINCT FROM new.made_at) OR (old.made_by_id IS DISTINCT FROM new.made_by_id) OR (old.public IS DISTINCT FROM new.public) OR (old.retired_at IS DISTINCT FROM new.retired_at))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_a1a7d();

COMMENT ON TRIGGER pgtrigger_update_update_a1a7d ON schema_of_the_chain.review_signingkey IS 'ef02d95f3e78b82065075f9024e66d39d5ee52e1';

CREATE TRIGGER pgtrigger_update_update_a8965 AFTER UPDATE ON schema_of_the_chain.clips_hold FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_a8965();

COMMENT ON TRIGGER pgtrigger_update_update_a8965 ON schema_of_the_chain.clips_hold IS '74f394376d035f71e37d08d2ecb5a45dd365a2a5';

CREATE TRIGGER pgtrigger_update_update_b1ac7 AFTER UPDATE ON schema_of_the_chain.alerts_webhook FOR EACH ROW WHEN (((old.created_at IS DISTINCT FROM new.created_at) OR (old.id IS DISTINCT FROM new.id) OR (old.is_active IS DISTINCT FROM new.is_active) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR (old.previous_until IS DISTINCT FROM new.previous_until) OR ((old.url)::text IS DISTINCT FROM (new.url)::text))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_b1ac7();

COMMENT ON TRIGGER pgtrigger_update_update_b1ac7 ON schema_of_the_chain.alerts_webhook IS '750c28de5a853277b593719ed50942d43caba44a';

CREATE TRIGGER pgtrigger_update_update_b3b65 AFTER UPDATE ON schema_of_the_chain.stores_register FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_b3b65();

COMMENT ON TRIGGER pgtrigger_update_update_b3b65 ON schema_of_the_chain.stores_register IS 'b74257d2384490958b20e54b4a1ebf9350b79824';

CREATE TRIGGER pgtrigger_update_update_c9f08 AFTER UPDATE ON schema_of_the_chain.review_share FOR EACH ROW WHEN (((old.expires_at IS DISTINCT FROM new.expires_at) OR (old.holds_package IS DISTINCT FROM new.holds_package) OR (old.id IS DISTINCT FROM new.id) OR (old.made_at IS DISTINCT FROM new.made_at) OR (old.made_by_id IS DISTINCT FROM new.made_by_id) OR ((old.organisation)::text IS DISTINCT FROM (new.organisation)::text) OR (old.package_id IS DISTINCT FROM new.package_id) OR ((old.recipient)::text IS DISTINCT FROM (new.recipient)::text) OR (old.revoked_at IS DISTINCT FROM new.revoked_at) OR (old.revoked_by_id IS DISTINCT FROM new.revoked_by_id))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_c9f08();

COMMENT ON TRIGGER pgtrigger_update_update_c9f08 ON schema_of_the_chain.review_share IS '7c8eb4f7e0afd009caebc61f035b5ffea1b77dea';

CREATE TRIGGER pgtrigger_update_update_e6dcb AFTER UPDATE ON schema_of_the_chain.stores_source FOR EACH ROW WHEN (((old.created_at IS DISTINCT FROM new.created_at) OR (old.every_minutes IS DISTINCT FROM new.every_minutes) OR (old.id IS DISTINCT FROM new.id) OR (old.is_active IS DISTINCT FROM new.is_active) OR (old.is_live IS DISTINCT FROM new.is_live) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text) OR (old.settings IS DISTINCT FROM new.settings) OR (old.silent_after_minutes IS DISTINCT FROM new.silent_after_minutes) OR (old.store_id IS DISTINCT FROM new.store_id) OR (old.times IS DISTINCT FROM new.times))) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_e6dcb();

COMMENT ON TRIGGER pgtrigger_update_update_e6dcb ON schema_of_the_chain.stores_source IS 'bc1eda0ad320e261409a278088c49c690bc1c58f';

CREATE TRIGGER pgtrigger_update_update_ef096 AFTER UPDATE ON schema_of_the_chain.stores_storeaccess FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_ef096();

COMMENT ON TRIGGER pgtrigger_update_update_ef096 ON schema_of_the_chain.stores_storeaccess IS '8e8defcf79eb6f481688fbf418694a8de2090dac';

CREATE TRIGGER pgtrigger_update_update_fa320 AFTER UPDATE ON schema_of_the_chain.stores_person FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_fa320();

COMMENT ON TRIGGER pgtrigger_update_update_fa320 ON schema_of_the_chain.stores_person IS 'bef0b47345c0a583bab54f71cdbc4f6290a8d8fc';

CREATE TRIGGER pgtrigger_update_update_ff7e5 AFTER UPDATE ON schema_of_the_chain.alerts_summaryschedule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION schema_of_the_chain.pgtrigger_update_update_ff7e5();

COMMENT ON TRIGGER pgtrigger_update_update_ff7e5 ON schema_of_the_chain.alerts_summaryschedule IS '2c59d959a1699e260367909ba035acfe7723fba2';

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_cashier_id_dfaf2d1b_fk_stores_cashier_id FOREIGN KEY (cashier_id) REFERENCES schema_of_the_chain.stores_cashier(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_merged_into_id_426fd78c_fk_alerts_alert_id FOREIGN KEY (merged_into_id) REFERENCES schema_of_the_chain.alerts_alert(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_register_id_d02055f7_fk_stores_register_id FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_rule_id_74644b2d_fk_alerts_rule_id FOREIGN KEY (rule_id) REFERENCES schema_of_the_chain.alerts_rule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alert
    ADD CONSTRAINT alerts_alert_store_id_5a31a6d4_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alerttransaction
    ADD CONSTRAINT alerts_alerttransact_transaction_id_2a0abee9_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_alerttransaction
    ADD CONSTRAINT alerts_alerttransaction_alert_id_cfc69140_fk_alerts_alert_id FOREIGN KEY (alert_id) REFERENCES schema_of_the_chain.alerts_alert(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_daytotal
    ADD CONSTRAINT alerts_daytotal_cashier_id_bdda5893_fk_stores_cashier_id FOREIGN KEY (cashier_id) REFERENCES schema_of_the_chain.stores_cashier(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_daytotal
    ADD CONSTRAINT alerts_daytotal_register_id_186a9cd5_fk_stores_register_id FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_daytotal
    ADD CONSTRAINT alerts_daytotal_store_id_c0be0d02_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_delivery
    ADD CONSTRAINT alerts_delivery_webhook_id_c6117568_fk_alerts_webhook_id FOREIGN KEY (webhook_id) REFERENCES schema_of_the_chain.alerts_webhook(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryalert
    ADD CONSTRAINT alerts_deliveryalert_alert_id_810f2747_fk_alerts_alert_id FOREIGN KEY (alert_id) REFERENCES schema_of_the_chain.alerts_alert(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryalert
    ADD CONSTRAINT alerts_deliveryalert_delivery_id_1b5de611_fk_alerts_delivery_id FOREIGN KEY (delivery_id) REFERENCES schema_of_the_chain.alerts_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_deliveryattempt
    ADD CONSTRAINT alerts_deliveryattem_delivery_id_a62b4e1b_fk_alerts_de FOREIGN KEY (delivery_id) REFERENCES schema_of_the_chain.alerts_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_itemrisk
    ADD CONSTRAINT alerts_itemrisk_transaction_id_f6d4ba02_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_proposal
    ADD CONSTRAINT alerts_proposal_rule_id_300b2811_fk_alerts_rule_id FOREIGN KEY (rule_id) REFERENCES schema_of_the_chain.alerts_rule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_rulemark
    ADD CONSTRAINT alerts_rulemark_store_id_73cbf782_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_ruletrouble
    ADD CONSTRAINT alerts_ruletrouble_rule_id_c994e315_fk_alerts_rule_id FOREIGN KEY (rule_id) REFERENCES schema_of_the_chain.alerts_rule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_score
    ADD CONSTRAINT alerts_score_cashier_id_d5320275_fk_stores_cashier_id FOREIGN KEY (cashier_id) REFERENCES schema_of_the_chain.stores_cashier(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_score
    ADD CONSTRAINT alerts_score_person_id_4e85c146_fk_stores_person_id FOREIGN KEY (person_id) REFERENCES schema_of_the_chain.stores_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_score
    ADD CONSTRAINT alerts_score_store_id_d28d0408_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_staleday
    ADD CONSTRAINT alerts_staleday_store_id_12620de0_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_storenormal
    ADD CONSTRAINT alerts_storenormal_store_id_1a26bb3d_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_subscription
    ADD CONSTRAINT alerts_subscription_webhook_id_3cbc86f8_fk_alerts_webhook_id FOREIGN KEY (webhook_id) REFERENCES schema_of_the_chain.alerts_webhook(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_summarymark
    ADD CONSTRAINT alerts_summarymark_store_id_ca77d3cf_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryrun
    ADD CONSTRAINT alerts_summaryrun_store_id_6fb27adf_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_summaryschedule
    ADD CONSTRAINT alerts_summaryschedule_store_id_cabf0c7f_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.alerts_trial
    ADD CONSTRAINT alerts_trial_rule_id_05403967_fk_alerts_rule_id FOREIGN KEY (rule_id) REFERENCES schema_of_the_chain.alerts_rule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_clip
    ADD CONSTRAINT clips_clip_camera_id_2d22060c_fk_stores_camera_id FOREIGN KEY (camera_id) REFERENCES schema_of_the_chain.stores_camera(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_clip
    ADD CONSTRAINT clips_clip_store_id_ac3c927c_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_clip
    ADD CONSTRAINT clips_clip_transaction_id_d44fcce4_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_hold
    ADD CONSTRAINT clips_hold_clip_id_9e75a5f9_fk_clips_clip_id FOREIGN KEY (clip_id) REFERENCES schema_of_the_chain.clips_clip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_hold
    ADD CONSTRAINT clips_hold_transaction_id_1fd98a2a_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.clips_lineday
    ADD CONSTRAINT clips_lineday_store_id_e0744fec_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_evidencecopy
    ADD CONSTRAINT review_evidencecopy_clip_id_777af4be_fk_clips_clip_id FOREIGN KEY (clip_id) REFERENCES schema_of_the_chain.clips_clip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_evidencecopy
    ADD CONSTRAINT review_evidencecopy_package_id_eb8ec1e1_fk_review_ev FOREIGN KEY (package_id) REFERENCES schema_of_the_chain.review_evidencepackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage_transactions
    ADD CONSTRAINT review_evidencepacka_evidencepackage_id_7bdb8c0c_fk_review_ev FOREIGN KEY (evidencepackage_id) REFERENCES schema_of_the_chain.review_evidencepackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage_transactions
    ADD CONSTRAINT review_evidencepacka_transaction_id_3013e729_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_evidencepackage
    ADD CONSTRAINT review_evidencepackage_key_id_e052f940_fk_review_signingkey_id FOREIGN KEY (key_id) REFERENCES schema_of_the_chain.review_signingkey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_ringstep
    ADD CONSTRAINT review_ringstep_camera_id_7c2ff73a_fk_stores_camera_id FOREIGN KEY (camera_id) REFERENCES schema_of_the_chain.stores_camera(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_ringstep
    ADD CONSTRAINT review_ringstep_ring_test_id_5b19fd91_fk_review_ringtest_id FOREIGN KEY (ring_test_id) REFERENCES schema_of_the_chain.review_ringtest(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_ringstep
    ADD CONSTRAINT review_ringstep_transaction_id_5d1a944b_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_ringtest
    ADD CONSTRAINT review_ringtest_register_id_6e759006_fk_stores_register_id FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_ringtest
    ADD CONSTRAINT review_ringtest_store_id_b3a262d0_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_share_copies
    ADD CONSTRAINT review_share_copies_evidencecopy_id_b0e5362a_fk_review_ev FOREIGN KEY (evidencecopy_id) REFERENCES schema_of_the_chain.review_evidencecopy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_share_copies
    ADD CONSTRAINT review_share_copies_share_id_dbfe42c2_fk_review_share_id FOREIGN KEY (share_id) REFERENCES schema_of_the_chain.review_share(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_share
    ADD CONSTRAINT review_share_package_id_fc77f057_fk_review_evidencepackage_id FOREIGN KEY (package_id) REFERENCES schema_of_the_chain.review_evidencepackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.review_sharevisit
    ADD CONSTRAINT review_sharevisit_share_id_19d797f5_fk_review_share_id FOREIGN KEY (share_id) REFERENCES schema_of_the_chain.review_share(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_camera
    ADD CONSTRAINT stores_camera_recorder_id_0a254c24_fk_stores_recorder_id FOREIGN KEY (recorder_id) REFERENCES schema_of_the_chain.stores_recorder(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_cashier
    ADD CONSTRAINT stores_cashier_store_id_c81675c4_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_cashierassignment
    ADD CONSTRAINT stores_cashierassign_cashier_id_e351c302_fk_stores_ca FOREIGN KEY (cashier_id) REFERENCES schema_of_the_chain.stores_cashier(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_cashierassignment
    ADD CONSTRAINT stores_cashierassignment_person_id_6e536858_fk_stores_person_id FOREIGN KEY (person_id) REFERENCES schema_of_the_chain.stores_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_clocksample
    ADD CONSTRAINT stores_clocksample_recorder_id_7c58b61f_fk_stores_recorder_id FOREIGN KEY (recorder_id) REFERENCES schema_of_the_chain.stores_recorder(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_clocksample
    ADD CONSTRAINT stores_clocksample_register_id_e7cbee95_fk_stores_register_id FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_recorder
    ADD CONSTRAINT stores_recorder_replaces_id_b501ceca_fk_stores_recorder_id FOREIGN KEY (replaces_id) REFERENCES schema_of_the_chain.stores_recorder(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_recorder
    ADD CONSTRAINT stores_recorder_store_id_04115aca_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_recorderstate
    ADD CONSTRAINT stores_recorderstate_recorder_id_edd731c6_fk_stores_recorder_id FOREIGN KEY (recorder_id) REFERENCES schema_of_the_chain.stores_recorder(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_register
    ADD CONSTRAINT stores_register_store_id_96a049b5_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_registercamera
    ADD CONSTRAINT stores_registercamer_register_id_629a3d23_fk_stores_re FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_registercamera
    ADD CONSTRAINT stores_registercamera_camera_id_1b82da3e_fk_stores_camera_id FOREIGN KEY (camera_id) REFERENCES schema_of_the_chain.stores_camera(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_route
    ADD CONSTRAINT stores_route_store_id_6a3c6567_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_seenfile
    ADD CONSTRAINT stores_seenfile_source_id_c3676027_fk_stores_source_id FOREIGN KEY (source_id) REFERENCES schema_of_the_chain.stores_source(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_source
    ADD CONSTRAINT stores_source_store_id_bbb652a0_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_sourcerun
    ADD CONSTRAINT stores_sourcerun_source_id_05053a72_fk_stores_source_id FOREIGN KEY (source_id) REFERENCES schema_of_the_chain.stores_source(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_storeaccess
    ADD CONSTRAINT stores_storeaccess_store_id_c7ffd730_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_storeaccess
    ADD CONSTRAINT stores_storeaccess_user_id_5e2ee4e9_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_token
    ADD CONSTRAINT stores_token_store_id_4ae65b8a_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.stores_tokenuse
    ADD CONSTRAINT stores_tokenuse_token_id_1f900f90_fk_stores_token_id FOREIGN KEY (token_id) REFERENCES schema_of_the_chain.stores_token(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_apiallowance
    ADD CONSTRAINT transactions_apiallowance_token_id_a38c2a84_fk_stores_token_id FOREIGN KEY (token_id) REFERENCES schema_of_the_chain.stores_token(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_apirequest
    ADD CONSTRAINT transactions_apirequest_token_id_213ffc44_fk_stores_token_id FOREIGN KEY (token_id) REFERENCES schema_of_the_chain.stores_token(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_controlcount
    ADD CONSTRAINT transactions_control_source_file_id_50451b60_fk_transacti FOREIGN KEY (source_file_id) REFERENCES schema_of_the_chain.transactions_sourcefile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_controlcount
    ADD CONSTRAINT transactions_controlcount_store_id_2c2c24af_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_gapexplanation
    ADD CONSTRAINT transactions_gapexpl_store_id_10eefdba_fk_stores_st FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_itemstouched
    ADD CONSTRAINT transactions_itemstouched_store_id_db732fa1_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_itemword
    ADD CONSTRAINT transactions_itemword_item_id_601cdb25_fk_transactions_item_id FOREIGN KEY (item_id) REFERENCES schema_of_the_chain.transactions_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_layoutvariant
    ADD CONSTRAINT transactions_layoutv_source_file_id_bcee43fe_fk_transacti FOREIGN KEY (source_file_id) REFERENCES schema_of_the_chain.transactions_sourcefile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_layoutvariant
    ADD CONSTRAINT transactions_layoutvariant_store_id_7ac3e10f_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_match
    ADD CONSTRAINT transactions_match_lower_id_0965ee3c_fk_transacti FOREIGN KEY (lower_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_match
    ADD CONSTRAINT transactions_match_store_id_9a0a53b9_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_match
    ADD CONSTRAINT transactions_match_upper_id_cc40c6c0_fk_transacti FOREIGN KEY (upper_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_note
    ADD CONSTRAINT transactions_note_transaction_id_fda5fe1f_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_review
    ADD CONSTRAINT transactions_review_store_id_72f5fab5_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_review
    ADD CONSTRAINT transactions_review_transaction_id_c6bb12ca_fk_transacti FOREIGN KEY (transaction_id) REFERENCES schema_of_the_chain.transactions_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_sourcefile
    ADD CONSTRAINT transactions_sourcef_upload_id_d5f7d4aa_fk_transacti FOREIGN KEY (upload_id) REFERENCES schema_of_the_chain.transactions_upload(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_sourcefile
    ADD CONSTRAINT transactions_sourcefile_store_id_0589ce1d_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_storehealth
    ADD CONSTRAINT transactions_storehealth_store_id_169a78a5_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_touched
    ADD CONSTRAINT transactions_touched_store_id_cd9908fa_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT transactions_transac_cashier_id_14bb6403_fk_stores_ca FOREIGN KEY (cashier_id) REFERENCES schema_of_the_chain.stores_cashier(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT transactions_transac_register_id_3702284f_fk_stores_re FOREIGN KEY (register_id) REFERENCES schema_of_the_chain.stores_register(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT transactions_transac_source_file_id_7be903df_fk_transacti FOREIGN KEY (source_file_id) REFERENCES schema_of_the_chain.transactions_sourcefile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_transaction
    ADD CONSTRAINT transactions_transaction_store_id_4bfdea6d_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_unfamiliar
    ADD CONSTRAINT transactions_unfamil_first_file_id_adce1a37_fk_transacti FOREIGN KEY (first_file_id) REFERENCES schema_of_the_chain.transactions_sourcefile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_unfamiliar
    ADD CONSTRAINT transactions_unfamiliar_store_id_f53d0778_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_upload
    ADD CONSTRAINT transactions_upload_source_id_32a3092b_fk_stores_source_id FOREIGN KEY (source_id) REFERENCES schema_of_the_chain.stores_source(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_upload
    ADD CONSTRAINT transactions_upload_store_id_d3637db0_fk_stores_store_id FOREIGN KEY (store_id) REFERENCES schema_of_the_chain.stores_store(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY schema_of_the_chain.transactions_upload
    ADD CONSTRAINT transactions_upload_token_id_b716fdb3_fk_stores_token_id FOREIGN KEY (token_id) REFERENCES schema_of_the_chain.stores_token(id) DEFERRABLE INITIALLY DEFERRED;

INSERT INTO schema_of_the_chain.django_migrations (app, name, applied) VALUES
    ('pghistory', '0001_initial', now()),
    ('pghistory', '0002_aggregateevent', now()),
    ('pghistory', '0003_auto_20201023_1636', now()),
    ('pghistory', '0004_auto_20220906_1625', now()),
    ('pghistory', '0005_events_middlewareevents', now()),
    ('pghistory', '0006_delete_aggregateevent', now()),
    ('pghistory', '0007_auto_20250421_0444', now()),
    ('contenttypes', '0001_initial', now()),
    ('contenttypes', '0002_remove_content_type_name', now()),
    ('auth', '0001_initial', now()),
    ('auth', '0002_alter_permission_name_max_length', now()),
    ('auth', '0003_alter_user_email_max_length', now()),
    ('auth', '0004_alter_user_username_opts', now()),
    ('auth', '0005_alter_user_last_login_null', now()),
    ('auth', '0006_require_contenttypes_0002', now()),
    ('auth', '0007_alter_validators_add_error_messages', now()),
    ('auth', '0008_alter_user_username_max_length', now()),
    ('auth', '0009_alter_user_last_name_max_length', now()),
    ('auth', '0010_alter_group_name_max_length', now()),
    ('auth', '0011_update_proxy_permissions', now()),
    ('auth', '0012_alter_user_first_name_max_length', now()),
    ('accounts', '0001_initial', now()),
    ('account', '0001_initial', now()),
    ('account', '0002_email_max_length', now()),
    ('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
    ('account', '0004_alter_emailaddress_drop_unique_email', now()),
    ('account', '0005_emailaddress_idx_upper_email', now()),
    ('account', '0006_emailaddress_lower', now()),
    ('account', '0007_emailaddress_idx_email', now()),
    ('account', '0008_emailaddress_unique_primary_email_fixup', now()),
    ('account', '0009_emailaddress_unique_primary_email', now()),
    ('admin', '0001_initial', now()),
    ('admin', '0002_logentry_remove_auto_add', now()),
    ('admin', '0003_logentry_add_action_flag_choices', now()),
    ('stores', '0001_initial', now()),
    ('stores', '0002_sources_people_tokens', now()),
    ('stores', '0003_files_seen_of_sources', now()),
    ('stores', '0004_recorders_routes_and_clocks', now()),
    ('stores', '0005_recorders_being_added', now()),
    ('transactions', '0001_initial', now()),
    ('transactions', '0002_totals_matches_mappings', now()),
    ('transactions', '0003_store_health', now()),
    ('transactions', '0004_api_allowance', now()),
    ('transactions', '0005_index_of_store_days', now()),
    ('transactions', '0006_baseline_tenders_and_withdrawn', now()),
    ('transactions', '0007_indexes_of_health', now()),
    ('transactions', '0008_layout_variants', now()),
    ('transactions', '0009_index_told_elsewhere', now()),
    ('transactions', '0010_touched_spans', now()),
    ('alerts', '0001_rules_and_alerts', now()),
    ('alerts', '0002_deliveries_and_subscriptions', now()),
    ('alerts', '0003_trials_and_proposals', now()),
    ('alerts', '0004_rules_in_trouble', now()),
    ('alerts', '0005_scores_risks_and_daily_totals', now()),
    ('alerts', '0006_summaries', now()),
    ('clips', '0001_initial', now()),
    ('clips', '0002_retention_holds_and_purposes', now()),
    ('clips', '0003_library_and_days_of_lines', now()),
    ('jobs', '0001_initial', now()),
    ('mfa', '0001_initial', now()),
    ('mfa', '0002_authenticator_timestamps', now()),
    ('mfa', '0003_authenticator_type_uniq', now()),
    ('review', '0001_ring_test', now()),
    ('review', '0002_ring_steps_remember', now()),
    ('review', '0003_evidence_packages_and_shares', now()),
    ('review', '0004_searches_and_exports', now()),
    ('sessions', '0001_initial', now()),
    ('stores', '0006_saw_cashier', now()),
    ('transactions', '0011_quick_hourly_totals', now()),
    ('transactions', '0012_odd_transactions_by_store', now()),
    ('transactions', '0013_items_for_search', now()),
    ('transactions', '0014_indexes_of_search', now()),
    ('transactions', '0015_index_of_flags', now());
