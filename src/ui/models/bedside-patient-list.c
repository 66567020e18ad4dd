/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-list"

#include "bedside-patient-list.h"

#include "bedside-found-model.h"
#include "bedside-search.h"

struct _BedsidePatientList
{
  GObject             parent_instance;

  GListModel         *source;   /* (owned) (nullable) */
  GPtrArray          *watched;  /* (owned) (element-type BedsidePatient): what is in source */
  char               *query;    /* (owned): stripped */

  GtkSortListModel   *sorted;   /* (owned): before it is searched, so that a key that is pressed only searches */
  BedsideFoundModel  *found;    /* (owned) */

  guint               refresh_source;
};

typedef enum {
  PROP_SOURCE = 1,
  PROP_QUERY,
} BedsidePatientListProperty;

static GParamSpec *properties[PROP_QUERY + 1];

G_DEFINE_FINAL_TYPE (BedsidePatientList, bedside_patient_list, G_TYPE_OBJECT)

static gboolean
match (gpointer item,
       gpointer user_data)
{
  BedsidePatientList *self = user_data;

  return self->query[0] == '\0' || bedside_patient_matches (item, self->query);
}

static int
compare_born (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  BedsidePatient *one = (BedsidePatient *) a;
  BedsidePatient *two = (BedsidePatient *) b;
  int order = strcmp (bedside_patient_get_born (one), bedside_patient_get_born (two));

  return order != 0 ? order : strcmp (bedside_patient_get_key (one), bedside_patient_get_key (two));
}

/* The names are prepared for comparing once each, which a function of ours could not do. */
static void
set_sorter (BedsidePatientList *self)
{
  g_autoptr(GtkMultiSorter) sorter = gtk_multi_sorter_new ();
  GtkExpression *name = gtk_property_expression_new (BEDSIDE_TYPE_PATIENT, NULL, "name");

  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_string_sorter_new (name)));
  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_custom_sorter_new (compare_born, NULL, NULL)));
  gtk_sort_list_model_set_sorter (self->sorted, GTK_SORTER (sorter));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BedsidePatientList *self = user_data;

  self->refresh_source = 0;
  /* A new one, because the old one keeps what it has prepared. */
  set_sorter (self);
  if (self->query[0] != '\0')
    bedside_found_model_search_again (self->found, BEDSIDE_FOUND_CHANGE_ANY);

  return G_SOURCE_REMOVE;
}

/* A sync answer may correct many patients in one turn. */
static void
on_patient_notify (BedsidePatient     *patient,
                   GParamSpec         *pspec,
                   BedsidePatientList *self)
{
  if (!g_str_equal (pspec->name, "name") && !g_str_equal (pspec->name, "birth-date"))
    return;
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
unwatch (BedsidePatientList *self,
         guint               position,
         guint               count)
{
  for (guint i = position; i < position + count; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), on_patient_notify, self);
  if (count > 0)
    g_ptr_array_remove_range (self->watched, position, count);
}

static void
on_source_items_changed (GListModel         *source,
                         guint               position,
                         guint               removed,
                         guint               added,
                         BedsidePatientList *self)
{
  unwatch (self, position, removed);

  for (guint i = position; i < position + added; i++)
    {
      BedsidePatient *patient = g_list_model_get_item (source, i);

      /* lint: allow connect, because the other is quadratic with thousands of patients; dispose disconnects. */
      g_signal_connect (patient, "notify", G_CALLBACK (on_patient_notify), self);
      g_ptr_array_insert (self->watched, (int) i, patient);
    }
}

static void
bedside_patient_list_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsidePatientList *self = BEDSIDE_PATIENT_LIST (object);

  switch ((BedsidePatientListProperty) prop_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_QUERY:
      g_value_set_string (value, self->query);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_patient_list_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsidePatientList *self = BEDSIDE_PATIENT_LIST (object);

  switch ((BedsidePatientListProperty) prop_id)
    {
    case PROP_SOURCE:
      bedside_patient_list_set_source (self, g_value_get_object (value));
      break;
    case PROP_QUERY:
      bedside_patient_list_set_query (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_patient_list_dispose (GObject *object)
{
  BedsidePatientList *self = BEDSIDE_PATIENT_LIST (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  unwatch (self, 0, self->watched->len);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, on_source_items_changed, self);
  g_clear_object (&self->source);

  /* Somebody else may hold the models longer than us. */
  if (self->sorted != NULL)
    {
      bedside_found_model_end (self->found);
      gtk_sort_list_model_set_model (self->sorted, NULL);
    }
  g_clear_object (&self->found);
  g_clear_object (&self->sorted);

  G_OBJECT_CLASS (bedside_patient_list_parent_class)->dispose (object);
}

static void
bedside_patient_list_finalize (GObject *object)
{
  BedsidePatientList *self = BEDSIDE_PATIENT_LIST (object);

  g_ptr_array_unref (self->watched);
  g_free (self->query);

  G_OBJECT_CLASS (bedside_patient_list_parent_class)->finalize (object);
}

static void
bedside_patient_list_class_init (BedsidePatientListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_patient_list_get_property;
  object_class->set_property = bedside_patient_list_set_property;
  object_class->dispose = bedside_patient_list_dispose;
  object_class->finalize = bedside_patient_list_finalize;

  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_patient_list_init (BedsidePatientList *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->query = g_strdup ("");
  self->sorted = gtk_sort_list_model_new (NULL, NULL);
  set_sorter (self);
  self->found = bedside_found_model_new (G_LIST_MODEL (self->sorted), match, self);
}

/**
 * bedside_patient_list_new:
 *
 * Returns: (transfer full): a list without patients
 */
BedsidePatientList *
bedside_patient_list_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PATIENT_LIST, NULL);
}

/**
 * bedside_patient_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none): the patients that are found, in order
 */
GListModel *
bedside_patient_list_get_model (BedsidePatientList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_LIST (self), NULL);

  return G_LIST_MODEL (self->found);
}

/**
 * bedside_patient_list_get_source:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): all patients
 */
GListModel *
bedside_patient_list_get_source (BedsidePatientList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_LIST (self), NULL);

  return self->source;
}

/**
 * bedside_patient_list_set_source:
 * @self: a list
 * @source: (nullable): all patients, in any order
 *
 * Sets what is sorted and filtered.
 */
void
bedside_patient_list_set_source (BedsidePatientList *self,
                                 GListModel         *source)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_LIST (self));
  g_return_if_fail (source == NULL || G_IS_LIST_MODEL (source));

  if (self->source == source)
    return;

  unwatch (self, 0, self->watched->len);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, on_source_items_changed, self);
  g_set_object (&self->source, source);
  if (source != NULL)
    {
      g_signal_connect_object (source, "items-changed", G_CALLBACK (on_source_items_changed), self, 0);
      on_source_items_changed (source, 0, 0, g_list_model_get_n_items (source), self);
    }
  gtk_sort_list_model_set_model (self->sorted, source);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

/**
 * bedside_patient_list_get_query:
 * @self: a list
 *
 * Returns: what is searched for, "" for nothing
 */
const char *
bedside_patient_list_get_query (BedsidePatientList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_LIST (self), NULL);

  return self->query;
}

/**
 * bedside_patient_list_set_query:
 * @self: a list
 * @query: (nullable): what was typed
 *
 * Lists only patients of whose name or birth date every word of @query begins a part.
 */
void
bedside_patient_list_set_query (BedsidePatientList *self,
                                const char         *query)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_LIST (self));

  g_autofree char *stripped = g_strstrip (g_strdup (query != NULL ? query : ""));
  if (g_str_equal (self->query, stripped))
    return;

  g_autofree char *before = g_steal_pointer (&self->query);
  self->query = g_steal_pointer (&stripped);
  bedside_found_model_search_again (self->found, bedside_search_narrows (before, self->query)
                                    ? BEDSIDE_FOUND_CHANGE_FEWER : BEDSIDE_FOUND_CHANGE_ANY);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}
