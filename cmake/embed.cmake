# Puts the migrations into the library, so that the program needs no file beside it.
#
#   embed_migrations(sunlot_store src/store/migrations)
#
# makes <build>/embedded/migrations.cpp, which defines sunlot::store::migrations() (store/migrate.h), in order of number.
# This file is its own generator: `cmake -DOUTPUT=… -DDIRECTORY=… -P embed.cmake`.

function(embed_migrations target directory)
  set(output ${CMAKE_BINARY_DIR}/embedded/migrations.cpp)
  file(GLOB scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.sql)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DDIRECTORY=${PROJECT_SOURCE_DIR}/${directory}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${scripts} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND DEFINED OUTPUT)
  file(GLOB scripts ${DIRECTORY}/*.sql)
  list(SORT scripts)
  set(text "// Made by cmake/embed.cmake from ${DIRECTORY}.\n#include \"store/migrate.h\"\n\n")
  string(APPEND text "namespace sunlot::store {\nnamespace {\nconstexpr Migration kMigrations[] = {\n")
  set(last 0)
  foreach(script IN LISTS scripts)
    get_filename_component(name ${script} NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z_]+$")
      message(FATAL_ERROR "${script}: a migration is called NNNN_name.sql")
    endif()
    math(EXPR number "1${CMAKE_MATCH_1} - 10000")
    if(number EQUAL last)
      message(FATAL_ERROR "${script}: the number ${number} is taken")
    endif()
    set(last ${number})
    file(READ ${script} sql)
    string(APPEND text "    {${number}, \"${name}\", R\"migration(${sql})migration\"},\n")
  endforeach()
  string(APPEND text "};\n}  // namespace\n\nstd::span<const Migration> migrations() {\n    return kMigrations;\n}\n\n}  // namespace sunlot::store\n")
  file(WRITE ${OUTPUT} "${text}")
endif()
