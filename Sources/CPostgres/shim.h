#ifndef REVA_CPOSTGRES_SHIM_H
#define REVA_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

#endif
