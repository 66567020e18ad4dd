/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cells --list RUNS: prints the cells, one a line. cells CELL...: runs them, see fault-run.h. A cell is
 * KIND:REQUEST:RUN; the run decides how often the fault strikes, the order in which people do what they do, and which
 * form the fault has. */

#include <stdio.h>
#include <stdlib.h>

#include "bedside-ui-fixture.h"
#include "fault-clock.h"
#include "fault-run.h"

#define SPEED 30
#define STEPS 11

typedef enum {
  HOW_FAULT,        /* the server's fault of that kind */
  HOW_REFUSED,      /* the server ends with the request, and is away for a while */
  HOW_ANSWER,       /* an answer that says something else */
  HOW_EXPIRED,      /* the access token ends with the request */
  HOW_LOST_REFRESH, /* the same, and the answer to the renewal is lost */
  HOW_JUMP,         /* the clock jumps while the request is under way */
} How;

typedef struct {
  const char           *name;
  How                   how;
  BedsideDemoFaultKind  kind;
  guint                 delay;        /* ms */
  guint                 status[3];
  const char           *body[3];      /* one for each run */
  const char           *retry_after;
  gint64                jump[3];      /* s */
  BedsideConnection     connection;   /* what a sync leads to that fails this way; ONLINE: it does not */
} Kind;

#define HTML "<html><body>Something else</body></html>"
#define LIMIT "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\"}"
#define LIMIT_MS "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\",\"retry_after_ms\":2500}"
#define OFFLINE BEDSIDE_CONNECTION_OFFLINE
#define BUSY BEDSIDE_CONNECTION_BUSY
#define PROBLEM BEDSIDE_CONNECTION_SERVER_PROBLEM
#define ONLINE BEDSIDE_CONNECTION_ONLINE

static const Kind kinds[] = {
  { .name = "refused", .how = HOW_REFUSED, .kind = BEDSIDE_DEMO_FAULT_RESET, .connection = OFFLINE },
  { .name = "reset", .kind = BEDSIDE_DEMO_FAULT_RESET, .connection = OFFLINE },
  { .name = "answer-lost", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .connection = OFFLINE },
  { .name = "unheard", .kind = BEDSIDE_DEMO_FAULT_DELAY, .delay = 3600 * 1000, .connection = OFFLINE },
  { .name = "stalled", .kind = BEDSIDE_DEMO_FAULT_STALL, .connection = OFFLINE },
  { .name = "cut-in-the-head", .kind = BEDSIDE_DEMO_FAULT_CUT_HEAD, .connection = OFFLINE },
  { .name = "cut-in-the-body", .kind = BEDSIDE_DEMO_FAULT_CUT_BODY, .connection = OFFLINE },
  { .name = "slow", .kind = BEDSIDE_DEMO_FAULT_SLOW, .delay = 8000, .connection = ONLINE },
  { .name = "429-header", .how = HOW_ANSWER, .status = { 429, 429, 429 }, .body = { LIMIT, LIMIT, LIMIT },
    .retry_after = "2", .connection = BUSY },
  { .name = "429-body", .how = HOW_ANSWER, .status = { 429, 429, 429 }, .body = { LIMIT_MS, LIMIT_MS, LIMIT_MS },
    .connection = BUSY },
  { .name = "429-bare", .how = HOW_ANSWER, .status = { 429, 429, 429 }, .body = { LIMIT, LIMIT, HTML },
    .connection = BUSY },
  { .name = "5xx-html", .how = HOW_ANSWER, .status = { 502, 500, 503 }, .body = { HTML, HTML, HTML },
    .connection = PROBLEM },
  { .name = "wrong-json", .how = HOW_ANSWER, .status = { 200, 200, 200 }, .body = { "{\"next_batch\":", "[{}]", "{}" },
    .connection = PROBLEM },
  { .name = "captive-portal", .how = HOW_ANSWER, .status = { 200, 200, 511 }, .body = { HTML, HTML, HTML },
    .connection = OFFLINE },
  { .name = "expired-token", .how = HOW_EXPIRED, .kind = BEDSIDE_DEMO_FAULT_EXPIRE, .connection = ONLINE },
  { .name = "lost-refresh", .how = HOW_LOST_REFRESH, .kind = BEDSIDE_DEMO_FAULT_EXPIRE, .connection = ONLINE },
  { .name = "clock-forward", .how = HOW_JUMP, .kind = BEDSIDE_DEMO_FAULT_DELAY, .delay = 1000,
    .jump = { 2 * 3600, 86400, 400 * 86400 }, .connection = ONLINE },
  { .name = "clock-back", .how = HOW_JUMP, .kind = BEDSIDE_DEMO_FAULT_DELAY, .delay = 1000,
    .jump = { -2 * 3600, -86400, -400 * 86400 }, .connection = ONLINE },
};

typedef enum {
  REQUEST_VERSIONS,
  REQUEST_LOGIN,
  REQUEST_REFRESH,
  REQUEST_SYNC,
  REQUEST_SEND,
  REQUEST_MESSAGES,
  REQUEST_CREATE_ROOM,
  REQUEST_STATE,
  REQUEST_FIRST_PAINT,
  N_REQUESTS
} Request;

static const struct {
  const char *name;
  const char *method;
  const char *path;
} requests[] = {
  [REQUEST_VERSIONS] = { "versions", "GET", "*/versions" },
  [REQUEST_LOGIN] = { "login", "POST", "*/login" },
  [REQUEST_REFRESH] = { "refresh", "POST", "*/refresh" },
  [REQUEST_SYNC] = { "sync", "GET", "*/sync" },
  [REQUEST_SEND] = { "send", "PUT", "*/send/m.room.message/*" },
  [REQUEST_MESSAGES] = { "messages", "GET", "*/messages" },
  [REQUEST_CREATE_ROOM] = { "createRoom", NULL, "*/createRoom*" },
  [REQUEST_STATE] = { "state", "PUT", "*/state/*" },
  [REQUEST_FIRST_PAINT] = { "first-paint", "POST", "*simplified_msc3575/sync" },
};

typedef struct {
  const Kind *kind;
  Request     request;
  guint       run;       /* 0 to 2 */
  guint       strikes;   /* how often; 0: until it is mended */
  FaultWorld *world;
  guint       begin;     /* requests struck before */
} Cell;

/* Who is not signed in has no token that could end. */
static gboolean
is_meaningful (const Kind *kind,
               Request     request)
{
  return (kind->how != HOW_EXPIRED && kind->how != HOW_LOST_REFRESH) ||
         (request != REQUEST_VERSIONS && request != REQUEST_LOGIN);
}

static gboolean
is_signing_in (Cell *cell)
{
  return cell->request == REQUEST_VERSIONS || cell->request == REQUEST_LOGIN ||
         (cell->request == REQUEST_REFRESH && cell->kind->how == HOW_EXPIRED);
}

static guint
get_seed (const Kind *kind,
          Request     request,
          guint       run)
{
  return (guint) (kind - kinds) * 1000 + request * 10 + run;
}

static BedsideDemoServer *
get_server (Cell *cell)
{
  return fault_world_get_server (cell->world);
}

static guint
count_struck (Cell *cell)
{
  if (cell->request == REQUEST_REFRESH && cell->kind->how == HOW_EXPIRED)
    return bedside_demo_server_count_requests (get_server (cell), requests[cell->request].method,
                                               requests[cell->request].path) - cell->begin;

  return bedside_demo_server_count_faults (get_server (cell)) - cell->begin;
}

static BedsideAccountState
get_state (Cell *cell)
{
  return bedside_account_get_state (cell->world->starting.practice.account);
}

/* --- the fault --- */

static void
add_fault (Cell                 *cell,
           const char           *method,
           const char           *path,
           BedsideDemoFaultKind  kind,
           guint                 count)
{
  const Kind *of = cell->kind;
  const BedsideDemoFault fault = {
    .method = method, .path_pattern = path, .kind = kind, .count = count, .delay = of->delay,
    .status = of->status[cell->run], .body = of->body[cell->run], .retry_after = of->retry_after,
  };

  bedside_demo_server_add_fault (get_server (cell), &fault);
}

static void
strike (Cell *cell)
{
  const char *method = requests[cell->request].method;
  const char *path = requests[cell->request].path;

  cell->begin = bedside_demo_server_count_faults (get_server (cell));
  switch (cell->kind->how)
    {
    case HOW_ANSWER:
      add_fault (cell, method, path, BEDSIDE_DEMO_FAULT_STATUS, cell->strikes);
      break;

    case HOW_EXPIRED:
      if (cell->request != REQUEST_REFRESH)
        add_fault (cell, method, path, cell->kind->kind, MAX (cell->strikes, 1));
      break;

    case HOW_LOST_REFRESH:
      if (cell->request != REQUEST_REFRESH)
        add_fault (cell, method, path, cell->kind->kind, 1);
      add_fault (cell, "POST", "*/refresh", BEDSIDE_DEMO_FAULT_DROP_AFTER, MAX (cell->strikes, 1));
      break;

    case HOW_FAULT:
    case HOW_REFUSED:
    case HOW_JUMP:
    default:
      add_fault (cell, method, path, cell->kind->kind, cell->strikes);
    }
}

/* What was done need not be asked for again: a room that was made shows in the next sync. */
static gboolean
is_enough (Cell *cell)
{
  switch (cell->kind->kind)
    {
    case BEDSIDE_DEMO_FAULT_SLOW:
      return TRUE;

    case BEDSIDE_DEMO_FAULT_DROP_AFTER:
    case BEDSIDE_DEMO_FAULT_STALL:
    case BEDSIDE_DEMO_FAULT_CUT_HEAD:
    case BEDSIDE_DEMO_FAULT_CUT_BODY:
      return cell->request == REQUEST_CREATE_ROOM;

    case BEDSIDE_DEMO_FAULT_DELAY:
    case BEDSIDE_DEMO_FAULT_DROP_BEFORE:
    case BEDSIDE_DEMO_FAULT_STATUS:
    case BEDSIDE_DEMO_FAULT_RESET:
    case BEDSIDE_DEMO_FAULT_EXPIRE:
    default:
      return FALSE;
    }
}

/* Until it has struck as often as it shall. */
static gboolean
has_struck (Cell *cell)
{
  guint wanted = cell->strikes > 0 ? cell->strikes : 2;

  /* The first paint is asked for once. */
  if (cell->kind->how == HOW_REFUSED || cell->kind->how == HOW_EXPIRED || cell->kind->how == HOW_JUMP ||
      cell->request == REQUEST_FIRST_PAINT || is_enough (cell))
    wanted = 1;
  if (cell->kind->how == HOW_LOST_REFRESH)
    wanted = MAX (cell->strikes, 1) + (cell->request != REQUEST_REFRESH);

  return count_struck (cell) >= wanted;
}

/* What happens when the request has been struck. */
static void
go_on (Cell *cell)
{
  if (cell->kind->how == HOW_REFUSED)
    bedside_demo_server_stop (get_server (cell));
  if (cell->kind->how == HOW_JUMP)
    fault_clock_jump (cell->kind->jump[cell->run]);
}

static void
mend (Cell *cell)
{
  bedside_demo_server_clear_faults (get_server (cell));
  if (cell->kind->how == HOW_REFUSED && !bedside_demo_server_start (get_server (cell), NULL))
    fault_world_fail (cell->world, "the server does not start again");
}

/* --- what people do meanwhile --- */

static void
do_step (Cell *cell,
         char  step)
{
  FaultWorld *world = cell->world;

  switch (step)
    {
    case 's':
      fault_world_say (world);
      break;

    case 'w':
      fault_world_write (world);
      break;

    case 'f':
      /* Who is signed out cannot start a conversation, only go on with one. */
      if (!is_signing_in (cell) || world->with_ada != NULL)
        fault_world_write_first (world);
      break;

    case 'o':
      fault_world_page (world);
      break;

    default:
      fault_world_read (world);
    }
  fault_world_pass (world, g_rand_int_range (cell->world->random, 0, 80));
}

static void
talk (Cell *cell)
{
  char steps[STEPS + 1] = "sswwffoswrs";

  for (guint i = STEPS - 1; i > 0; i--)
    {
      guint other = g_rand_int_range (cell->world->random, 0, i + 1);
      char step = steps[i];

      steps[i] = steps[other];
      steps[other] = step;
    }
  for (guint i = 0; i < STEPS && cell->world->problem->len == 0; i++)
    do_step (cell, steps[i]);
}

static void
expire (Cell     *cell,
        gboolean  soft)
{
  if (cell->request == REQUEST_REFRESH && cell->kind->how == HOW_EXPIRED)
    cell->begin = bedside_demo_server_count_requests (get_server (cell), requests[cell->request].method,
                                                      requests[cell->request].path);
  bedside_demo_server_expire_tokens (get_server (cell), soft);
}

/* The server wants the password again, in the middle of it all; then the fault is in the way of signing in. */
static void
talk_and_sign_in (Cell *cell)
{
  FaultWorld *world = cell->world;

  expire (cell, TRUE);
  talk (cell);
  fault_world_await (world, get_state (cell) == BEDSIDE_ACCOUNT_STATE_EXPIRED, 20);
  bedside_ui_settle ();
  if (!fault_world_says (world, "Please sign in again. Until then nothing is sent or received."))
    fault_world_fail (world, "the window does not say that one is signed out");
  for (guint i = 0; i < 6 && !has_struck (cell) && world->problem->len == 0; i++)
    if (fault_world_sign_in (world))
      break;
  go_on (cell);
  if (cell->kind->how == HOW_REFUSED && get_state (cell) != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    fault_world_sign_in (world);
  mend (cell);
  for (guint i = 0; i < 3 && get_state (cell) != BEDSIDE_ACCOUNT_STATE_SIGNED_IN && world->problem->len == 0; i++)
    fault_world_sign_in (world);
}

/* Where the server cannot be reached, the window says so before long, and as long as it is so. */
static void
check_connection (Cell *cell)
{
  FaultWorld *world = cell->world;
  BedsideConnection expected = cell->kind->connection;

  if (cell->kind->how != HOW_REFUSED && (cell->request != REQUEST_SYNC || cell->strikes > 0))
    return;
  if (expected == ONLINE)
    return;
  if (cell->kind->how == HOW_ANSWER && cell->run == 2 && expected == BUSY)
    expected = bedside_session_get_connection (fault_world_get_session (world)) == PROBLEM ? PROBLEM : expected;
  fault_world_await (world, bedside_session_get_connection (fault_world_get_session (world)) == expected, 10);
  if (world->problem->len > 0)
    g_string_append_printf (world->problem, " (%d)", bedside_session_get_connection (fault_world_get_session (world)));
  fault_world_check_truth (world);
}

/* Another start, with nothing stored: what is shown before the first sync is struck. */
static void
begin_anew (Cell *cell)
{
  FaultWorld *world = cell->world;

  fault_world_converge (world, 30);
  fault_world_end (world, g_rand_boolean (world->random));
  bedside_practice_fixture_delete_folder (world->starting.practice.folder);
  strike (cell);
  fault_world_begin (world);
  fault_clock_set_speed (SPEED);
}

static void
talk_under_fault (Cell *cell)
{
  FaultWorld *world = cell->world;

  if (cell->request == REQUEST_FIRST_PAINT)
    begin_anew (cell);
  else if (cell->request != REQUEST_MESSAGES)
    strike (cell);
  if (world->problem->len > 0)
    return;
  if (cell->request == REQUEST_REFRESH)
    expire (cell, FALSE);
  talk (cell);
  fault_world_await (world, has_struck (cell), 30);
  go_on (cell);
  check_connection (cell);
  /* And on, while it is so. */
  fault_world_say (world);
  fault_world_write (world);
  fault_world_pass (world, 3000);
  mend (cell);
}

static void
run_cell (Cell *cell)
{
  FaultWorld *world = cell->world;

  /* Opening asks for what is older. */
  if (cell->request == REQUEST_MESSAGES)
    strike (cell);
  fault_world_open (world);
  if (is_signing_in (cell))
    fault_world_write_first (world);
  fault_world_write (world);
  fault_world_say (world);
  fault_world_pass (world, g_rand_int_range (cell->world->random, 0, 200));
  fault_clock_set_speed (SPEED);
  if (is_signing_in (cell))
    {
      if (cell->request != REQUEST_REFRESH)
        strike (cell);
      talk_and_sign_in (cell);
    }
  else
    talk_under_fault (cell);
  if (count_struck (cell) == 0)
    fault_world_fail (world, "the fault has not struck");
  fault_world_converge (world, 30);
}

static gboolean
parse (Cell       *cell,
       const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 3);

  if (g_strv_length (parts) != 3)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, parts[0]))
      cell->kind = &kinds[i];
  for (cell->request = 0; cell->request < N_REQUESTS; cell->request++)
    if (g_str_equal (requests[cell->request].name, parts[1]))
      break;
  cell->run = atoi (parts[2]);

  return cell->kind != NULL && cell->request < N_REQUESTS && cell->run < 3;
}

static void
run_in (FaultWorld *world,
        gpointer    data)
{
  static const guint strikes[] = { 1, 2, 0 };
  Cell *cell = data;

  cell->world = world;
  cell->strikes = strikes[cell->run];
  run_cell (cell);
  world->struck = count_struck (cell);
}

static void
run (const char *text)
{
  Cell cell = { 0 };

  if (!parse (&cell, text))
    g_error ("%s: no such cell", text);
  fault_run (text, get_seed (cell.kind, cell.request, cell.run), run_in, &cell);
}

static void
list (guint runs)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint request = 0; request < N_REQUESTS; request++)
      for (guint i = 0; i < runs; i++)
        {
          /* One run a cell still has all forms of a fault, over the requests. */
          guint number = runs == 1 ? (kind + request) % 3 : i;

          if (is_meaningful (&kinds[kind], request))
            printf ("%s:%s:%u\n", kinds[kind].name, requests[request].name, number);
          else
            printf ("%s:%s:%u n/a\n", kinds[kind].name, requests[request].name, number);
        }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--list"))
    {
      list (atoi (argv[2]));
      return 0;
    }
  bedside_ui_init (&argc, &argv);
  for (int i = 1; i < argc; i++)
    run (argv[i]);

  return 0;
}
